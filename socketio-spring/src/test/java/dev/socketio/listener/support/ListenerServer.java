package dev.socketio.listener.support;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.socketio.engine.EngineOptions;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOWebHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * A server on a real port whose listeners are some beans.
 */
final class ListenerServer implements AutoCloseable {

	private static final Validator VALIDATOR = Validation.byDefaultProvider()
		.configure()
		.messageInterpolator(new ParameterMessageInterpolator())
		.buildValidatorFactory()
		.getValidator();

	private final Executor executor;

	private final AnnotationConfigApplicationContext context;

	private final SocketIOServer io;

	private final DisposableServer http;

	private ListenerServer(ListenerOptions listeners, EngineOptions options,
			Consumer<AnnotationConfigApplicationContext> beans, WebFilter... filters) {
		this(listeners, options, Executors.newFixedThreadPool(4, (task) -> new Thread(task, "listener-worker")), beans,
				filters);
	}

	private ListenerServer(ListenerOptions listeners, EngineOptions options, Executor executor,
			Consumer<AnnotationConfigApplicationContext> beans, WebFilter... filters) {
		this.executor = executor;
		this.io = SocketIOServer.builder().engine(options).build();
		this.context = new AnnotationConfigApplicationContext();
		this.context.registerBean(PropertySourcesPlaceholderConfigurer.class);
		this.context.registerBean(SocketIOServer.class, () -> this.io);
		beans.accept(this.context);
		this.context.registerBean(SocketListenerRegistrar.class, () -> {
			SocketListenerRegistrar registrar = new SocketListenerRegistrar(this.context.getBeanFactory(), this.io,
					this.executor, listeners);
			registrar.setEmitter(this.io::emitter);
			registrar.setValidator(new MethodValidationAdapter(VALIDATOR));
			this.context.getBeanProvider(ObservationRegistry.class).ifAvailable(registrar::setObservationRegistry);
			registrar.setArgumentResolvers(
					this.context.getBeanProvider(SocketArgumentResolver.class).orderedStream().toList());
			return registrar;
		});
		this.context.refresh();
		WebHttpHandlerBuilder handler = WebHttpHandlerBuilder.webHandler(new SocketIOWebHandler(this.io.endpoint()))
			.codecConfigurer(ServerCodecConfigurer.create())
			.filters((list) -> list.addAll(List.of(filters)));
		this.http = HttpServer.create().port(0).handle(new ReactorHttpHandlerAdapter(handler.build())).bindNow();
	}

	static ListenerServer start(Class<?>... beans) {
		return start(ListenerOptions.DEFAULT, beans);
	}

	static ListenerServer start(ListenerOptions listeners, Class<?>... beans) {
		return new ListenerServer(listeners, EngineOptions.DEFAULT, registration(beans));
	}

	static ListenerServer start(ListenerOptions listeners, Consumer<AnnotationConfigApplicationContext> beans) {
		return new ListenerServer(listeners, EngineOptions.DEFAULT, beans);
	}

	static ListenerServer start(EngineOptions options, Class<?>... beans) {
		return new ListenerServer(ListenerOptions.DEFAULT, options, registration(beans));
	}

	static ListenerServer start(Consumer<AnnotationConfigApplicationContext> beans) {
		return new ListenerServer(ListenerOptions.DEFAULT, EngineOptions.DEFAULT, beans);
	}

	static ListenerServer start(WebFilter filter, Class<?>... beans) {
		return new ListenerServer(ListenerOptions.DEFAULT, EngineOptions.DEFAULT, registration(beans), filter);
	}

	static ListenerServer start(Executor executor, WebFilter filter, Class<?>... beans) {
		return new ListenerServer(ListenerOptions.DEFAULT, EngineOptions.DEFAULT, executor, registration(beans),
				filter);
	}

	static ListenerServer start(EngineOptions options, Executor executor, Class<?>... beans) {
		return new ListenerServer(ListenerOptions.DEFAULT, options, executor, registration(beans));
	}

	private static Consumer<AnnotationConfigApplicationContext> registration(Class<?>... beans) {
		return (context) -> {
			for (Class<?> bean : beans) {
				context.registerBean(ClassUtils.getShortName(bean), bean);
			}
		};
	}

	SocketIOServer io() {
		return this.io;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int port() {
		return this.http.port();
	}

	TestClient connect() {
		return connect("/");
	}

	TestClient connect(String namespace) {
		return TestClient.connect(this.http.port(), namespace);
	}

	TestClient open() {
		return TestClient.open(this.http.port());
	}

	TestClient open(Consumer<WebSocket.Builder> customizer) {
		return TestClient.open(this.http.port(), customizer);
	}

	/** Let a client join a namespace, and return its socket. */
	Socket join(TestClient client, String namespace) {
		String id = client.join(namespace, "");
		return this.io.of(namespace).sockets().get(id);
	}

	@Override
	public void close() {
		this.io.close().block(Duration.ofSeconds(30));
		this.http.disposeNow();
		this.context.close();
		if (this.executor instanceof ExecutorService service) {
			service.shutdownNow();
			awaitTermination(service);
		}
	}

	/** What its tasks log belongs to this test, not to the next one. */
	private static void awaitTermination(ExecutorService service) {
		try {
			service.awaitTermination(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
