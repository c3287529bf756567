package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.web.method.HandlerTypePredicate;

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
				this.advices.add(new Advice(Advice.listeners(annotation), order, table(bean)));
			}
		}
		this.advices.sort(Comparator.comparingInt(Advice::order));
	}

	/** The handlers for the listeners in a bean. */
	ExceptionHandlers handlersFor(ListenerBean bean) {
		List<Map<Class<? extends Throwable>, ListenerMethod>> tables = new ArrayList<>();
		tables.add(table(bean));
		for (Advice advice : this.advices) {
			if (advice.listeners().test(bean.targetClass())) {
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
							Set.of(), ExceptionHandlers.NONE);
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

	private record Advice(Predicate<Class<?>> listeners, int order,
			Map<Class<? extends Throwable>, ListenerMethod> table) {

		static Predicate<Class<?>> listeners(SocketListenerAdvice annotation) {
			return HandlerTypePredicate.builder()
				.basePackage(annotation.basePackages())
				.basePackageClass(annotation.basePackageClasses())
				.assignableType(annotation.assignableTypes())
				.annotation(annotation.annotations())
				.build();
		}

	}

}
