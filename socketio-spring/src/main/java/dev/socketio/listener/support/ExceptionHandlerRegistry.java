package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.OrderUtils;

/**
 * All exception handlers of an application.
 */
final class ExceptionHandlerRegistry {

	private final ListenerMethodFactory factory;

	private final List<Advice> advices = new ArrayList<>();

	ExceptionHandlerRegistry(ListenerMethodFactory factory, List<ListenerBean> beans) {
		this.factory = factory;
		for (ListenerBean bean : beans) {
			SocketListenerAdvice annotation = AnnotatedElementUtils.findMergedAnnotation(bean.targetClass(),
					SocketListenerAdvice.class);
			if (annotation != null) {
				int order = OrderUtils.getOrder(bean.targetClass(), Ordered.LOWEST_PRECEDENCE);
				this.advices.add(new Advice(annotation, order, table(bean)));
			}
		}
		this.advices.sort(Comparator.comparingInt(Advice::order));
	}

	/** The handlers for the listeners in a bean. */
	ExceptionHandlers handlersFor(ListenerBean bean) {
		List<Map<Class<? extends Throwable>, ListenerMethod>> tables = new ArrayList<>();
		tables.add(table(bean));
		for (Advice advice : this.advices) {
			if (advice.appliesTo(bean.targetClass())) {
				tables.add(advice.table());
			}
		}
		tables.removeIf(Map::isEmpty);
		return tables.isEmpty() ? ExceptionHandlers.NONE : new ExceptionHandlers(tables);
	}

	private Map<Class<? extends Throwable>, ListenerMethod> table(ListenerBean bean) {
		Map<Class<? extends Throwable>, ListenerMethod> table = new LinkedHashMap<>();
		bean.methods().forEach((method, annotations) -> {
			for (MergedAnnotation<?> annotation : annotations) {
				if (annotation.getType() == SocketExceptionHandler.class) {
					ListenerMethod handler = this.factory.create(bean, method, annotation, ListenerType.EXCEPTION,
							ExceptionHandlers.NONE);
					for (Class<? extends Throwable> type : exceptions(method, annotation)) {
						ListenerMethod other = table.put(type, handler);
						if (other != null) {
							throw new InvalidListenerException(
									handler + " and " + other + " both handle " + type.getName());
						}
					}
				}
			}
		});
		return table;
	}

	private static List<Class<? extends Throwable>> exceptions(Method method, MergedAnnotation<?> annotation) {
		List<Class<? extends Throwable>> types = new ArrayList<>();
		for (Class<?> type : annotation.getClassArray("exception")) {
			types.add(type.asSubclass(Throwable.class));
		}
		if (types.isEmpty()) {
			for (Class<?> type : method.getParameterTypes()) {
				if (Throwable.class.isAssignableFrom(type)) {
					types.add(type.asSubclass(Throwable.class));
				}
			}
		}
		if (types.isEmpty()) {
			throw new InvalidListenerException(method + " does not say which exceptions it handles");
		}
		return types;
	}

	private record Advice(SocketListenerAdvice annotation, int order,
			Map<Class<? extends Throwable>, ListenerMethod> table) {

		boolean appliesTo(Class<?> type) {
			String[] packages = this.annotation.basePackages();
			Class<?>[] types = this.annotation.assignableTypes();
			if (packages.length == 0 && types.length == 0) {
				return true;
			}
			for (String name : packages) {
				if (type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".")) {
					return true;
				}
			}
			for (Class<?> candidate : types) {
				if (candidate.isAssignableFrom(type)) {
					return true;
				}
			}
			return false;
		}

	}

}
