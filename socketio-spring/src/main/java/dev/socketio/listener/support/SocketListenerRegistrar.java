package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.server.ListenerRegistry;
import dev.socketio.server.NamespaceMatcher;
import dev.socketio.server.SocketIOServer;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.validation.method.MethodValidator;

/**
 * Attaches annotated methods of all beans to the namespaces of a server once the beans
 * are there. Methods are found on the class behind proxies and called through them.
 *
 * @since 0.1.0
 */
public final class SocketListenerRegistrar implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final SocketIOServer server;

	private final Executor executor;

	private final ListenerOptions options;

	private final ListenerDrain drain = new ListenerDrain();

	private final List<ListenerDescriptor> descriptors = new ArrayList<>();

	private List<SocketArgumentResolver> argumentResolvers = List.of();

	private Supplier<@Nullable SocketIOEmitter> emitter = () -> null;

	private @Nullable MethodValidator validator;

	private ConversionService conversionService = new DefaultFormattingConversionService();

	private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

	/**
	 * Create a registrar.
	 * @param beanFactory the beans
	 * @param server the server to attach listeners to
	 * @param executor executes listeners that may block
	 * @param options limits and defaults
	 */
	public SocketListenerRegistrar(ConfigurableListableBeanFactory beanFactory, SocketIOServer server,
			Executor executor, ListenerOptions options) {
		this.beanFactory = beanFactory;
		this.server = server;
		this.executor = executor;
		this.options = options;
	}

	/**
	 * Find the beans that have annotated methods. Does not create lazy ones.
	 * @param beanFactory the beans
	 * @return their names
	 */
	public static List<String> findListenerBeans(ConfigurableListableBeanFactory beanFactory) {
		return new ListenerBeanScanner(beanFactory).scan().stream().map(ListenerBean::name).toList();
	}

	/**
	 * Set the argument resolvers that precede the built-in ones.
	 * @param resolvers the resolvers, in order
	 */
	public void setArgumentResolvers(List<SocketArgumentResolver> resolvers) {
		this.argumentResolvers = List.copyOf(resolvers);
	}

	/**
	 * Set the emitter that listeners may ask for.
	 * @param emitter supplies the emitter, or {@code null} if there is none
	 */
	public void setEmitter(Supplier<@Nullable SocketIOEmitter> emitter) {
		this.emitter = emitter;
	}

	/**
	 * Set the validator of arguments.
	 * @param validator the validator, or {@code null} for no validation
	 */
	public void setValidator(@Nullable MethodValidator validator) {
		this.validator = validator;
	}

	/**
	 * Set the conversion service for values of the handshake and variables of namespaces.
	 * @param conversionService the conversion service
	 */
	public void setConversionService(ConversionService conversionService) {
		this.conversionService = conversionService;
	}

	/**
	 * Set the registry for observations of listener calls.
	 * @param observationRegistry the registry
	 */
	public void setObservationRegistry(ObservationRegistry observationRegistry) {
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Return the listeners that have been attached.
	 * @return one entry for each listener, namespace and event
	 */
	public List<ListenerDescriptor> listeners() {
		return List.copyOf(this.descriptors);
	}

	/**
	 * Return how many events were not handled because the server has shut down before
	 * their turn.
	 * @return the number of events, each counted once for every listener
	 */
	public long droppedEvents() {
		return this.drain.droppedEvents();
	}

	/**
	 * Wait for the disconnect listeners of sockets that had to leave because the server
	 * shuts down. To be called once the server is closed.
	 * @return completes when they are done, and never if one of them hangs
	 */
	public Mono<Void> drained() {
		return this.drain.done();
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<ListenerBean> beans = new ListenerBeanScanner(this.beanFactory).scan();
		ListenerMethodFactory factory = new ListenerMethodFactory(this.beanFactory,
				new ArgumentResolvers(this.argumentResolvers, this.beanFactory, this.conversionService, this.emitter,
						this.validator),
				this.options.concurrency());
		ExceptionHandlerRegistry exceptionHandlers = new ExceptionHandlerRegistry(factory, beans);
		Map<String, ListenerRoutesBuilder> namespaces = new LinkedHashMap<>();
		for (ListenerBean bean : beans) {
			ExceptionHandlers handlers = exceptionHandlers.handlersFor(bean);
			bean.methods()
				.forEach((method, annotations) -> annotations
					.forEach((annotation) -> add(namespaces, factory, bean, method, annotation, handlers)));
		}
		ListenerEnvironment environment = new ListenerEnvironment(this.options, this.executor, ClientContext.isNeeded(),
				this.observationRegistry, new RejectionLog(), this.drain);
		for (ListenerRoutesBuilder builder : namespaces.values()) {
			builder.build(environment).attachTo(registry(builder.namespace()));
			builder.describe(this.descriptors::add);
		}
	}

	private ListenerRegistry<?> registry(String namespace) {
		return ListenerNames.isTemplate(namespace) ? this.server.of(NamespaceMatcher.path(namespace))
				: this.server.of(namespace);
	}

	private void add(Map<String, ListenerRoutesBuilder> namespaces, ListenerMethodFactory factory, ListenerBean bean,
			Method method, MergedAnnotation<?> annotation, ExceptionHandlers handlers) {
		if (annotation.getType() == SocketExceptionHandler.class) {
			return;
		}
		ListenerNames names = new ListenerNames(this::resolvePlaceholders);
		ListenerType type = type(annotation);
		String description = ClassUtils.getQualifiedMethodName(method);
		Set<String> events = (type == ListenerType.EVENT)
				? names.events(annotation.getStringArray("event"), description) : Set.of();
		Set<String> listenerNamespaces = names.namespaces(declaredNamespaces(bean, annotation), description);
		ListenerMethod listener = factory.create(bean, method, annotation, type, listenerNamespaces, handlers);
		for (String name : listenerNamespaces) {
			ListenerRoutesBuilder builder = namespaces.computeIfAbsent(name, ListenerRoutesBuilder::new);
			if (type == ListenerType.EVENT) {
				events.forEach((event) -> builder.addEvent(event, listener));
			}
			else {
				builder.add(type, listener);
			}
		}
	}

	private static String[] declaredNamespaces(ListenerBean bean, MergedAnnotation<?> annotation) {
		String[] own = annotation.getStringArray("namespace");
		if (own.length > 0) {
			return own;
		}
		MergedAnnotation<SocketNamespace> defaults = ListenerMethodFactory.defaults(bean.targetClass());
		String[] inherited = defaults.isPresent() ? defaults.getStringArray("name") : own;
		return (inherited.length > 0) ? inherited : new String[] { "/" };
	}

	private static ListenerType type(MergedAnnotation<?> annotation) {
		if (annotation.getType() == SocketEventListener.class) {
			return ListenerType.EVENT;
		}
		if (annotation.getType() == SocketConnectListener.class) {
			return ListenerType.CONNECT;
		}
		return (annotation.getType() == SocketDisconnectListener.class) ? ListenerType.DISCONNECT
				: ListenerType.DISCONNECTING;
	}

	private String resolvePlaceholders(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		return (resolved != null) ? resolved : "";
	}

}
