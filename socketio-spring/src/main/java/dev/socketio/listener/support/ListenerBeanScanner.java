package dev.socketio.listener.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds beans with listener methods, without creating lazy ones.
 */
final class ListenerBeanScanner {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(SocketEventListener.class,
			SocketConnectListener.class, SocketDisconnectListener.class, SocketDisconnectingListener.class,
			SocketExceptionHandler.class);

	private final ConfigurableListableBeanFactory beanFactory;

	ListenerBeanScanner(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	List<ListenerBean> scan() {
		List<ListenerBean> beans = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : targetClass(name);
			if (type != null && !type.getName().startsWith("org.springframework.")
					&& AnnotationUtils.isCandidateClass(type, ANNOTATIONS)) {
				Map<Method, List<MergedAnnotation<?>>> methods = MethodIntrospector.selectMethods(type,
						ListenerBeanScanner::annotations);
				if (!methods.isEmpty()) {
					beans.add(new ListenerBean(name, type, this.beanFactory.getType(name), methods));
				}
			}
		}
		return beans;
	}

	private @Nullable Class<?> targetClass(String name) {
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			Class<?> scoped = AutoProxyUtils.determineTargetClass(this.beanFactory,
					ScopedProxyUtils.getTargetBeanName(name));
			return (scoped != null) ? scoped : type;
		}
		return type;
	}

	private static @Nullable List<MergedAnnotation<?>> annotations(Method method) {
		MergedAnnotations present = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		List<MergedAnnotation<?>> found = new ArrayList<>();
		for (Class<? extends Annotation> type : ANNOTATIONS) {
			MergedAnnotation<?> annotation = present.get(type);
			if (annotation.isPresent()) {
				found.add(annotation);
			}
		}
		return found.isEmpty() ? null : found;
	}

}
