package dev.socketio.listener.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.socketio.listener.AckMode;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Namespace;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for what becomes a listener, and what must not.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerRegistrationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ReservedDisconnect | Event 'disconnect' of .*is reserved.*@SocketDisconnectListener
					ReservedConnect    | Event 'connect' of .*is reserved.*@SocketConnectListener
					ReservedLeaving    | Event 'disconnecting' of .*is reserved.*@SocketDisconnectingListener
					ReservedOther      | Event 'newListener' of .*is reserved
					NoEvent            | NoEvent.listen does not say which event
					TwoAnswers         | Event 'x' in namespace '/' has two listeners that answer.*TwoAnswers.one.*TwoAnswers.two
					ManualAndValue     | ManualAndValue.listen returns a value and has an Ack parameter
					SilentManual       | SilentManual.listen has an Ack parameter, but its annotation says 'ack = NONE'
					PayloadOnConnect   | Parameter 'text' of .*PayloadOnConnect.connected cannot be bound.*no payload in connect
					AckOnDisconnect    | Parameter 'ack' of .*nothing to acknowledge in disconnect listeners
					ReasonOnEvent      | Parameter 'reason' of .*no disconnect reason in event listeners
					MalformedTemplate  | Namespace of .*MalformedTemplate.listen: Malformed variable
					Asynchronous       | Asynchronous.listen must not be @Async
					NoException        | NoException.handle.* does not say which exceptions
					TwoHandlers        | both handle java.lang.IllegalStateException
					""")
	void refusesInvalidListeners(String name, String message) throws ClassNotFoundException {
		Class<?> type = Class.forName(getClass().getName() + "$" + name);
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> ListenerServer.start(type))
			.withMessageMatching("(?s).*" + message + ".*");
	}

	@Test
	void warnsOfAnEventThatOnlyServersHave(CapturedOutput output) {
		ListenerServer.start(ConnectionEvent.class).close();
		assertThat(output).contains("ConnectionEvent.listen listens to an event 'connection'")
			.contains("@SocketConnectListener");
	}

	@Test
	void listenersBelongToNamespaces() {
		try (ListenerServer server = ListenerServer.start(NamespaceListener.class);
				TestClient chat = server.connect("/chat");
				TestClient own = server.connect("/own");
				TestClient second = server.connect("/second")) {
			assertThat(chat.exchange("42/chat,1[\"inherited\"]")).isEqualTo("43/chat,1[\"inherited\"]");
			assertThat(own.exchange("42/own,1[\"own\"]")).isEqualTo("43/own,1[\"own\"]");
			assertThat(second.exchange("42/second,1[\"own\"]")).isEqualTo("43/second,1[\"own\"]");
			own.send("42/own,1[\"inherited\"]");
			assertThat(own.exchange("42/own,2[\"own\"]")).isEqualTo("43/own,2[\"own\"]");
		}
	}

	@Test
	void listenersBelongToDynamicNamespaces() {
		try (ListenerServer server = ListenerServer.start(TenantListener.class);
				TestClient one = server.connect("/tenant-1");
				TestClient two = server.connect("/tenant-2")) {
			assertThat(one.exchange("42/tenant-1,1[\"who\"]")).isEqualTo("43/tenant-1,1[\"tenant 1 in /tenant-1\"]");
			assertThat(two.exchange("42/tenant-2,1[\"who\"]")).isEqualTo("43/tenant-2,1[\"tenant 2 in /tenant-2\"]");
			assertThat(server.bean(TenantListener.class).connected).containsExactlyInAnyOrder("1", "2");
		}
	}

	@Test
	void namesMayBePlaceholders() {
		try (ListenerServer server = ListenerServer.start((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("my.event", "hello", "my.namespace", "/greet")));
			context.registerBean(PlaceholderListener.class);
		}); TestClient client = server.connect("/greet")) {
			assertThat(client.exchange("42/greet,1[\"hello\"]")).isEqualTo("43/greet,1[]");
		}
	}

	@Test
	void annotationsCanBeComposed() {
		try (ListenerServer server = ListenerServer.start(ComposedListener.class);
				TestClient client = server.connect("/chat")) {
			assertThat(client.exchange("42/chat,1[\"composed\"]")).isEqualTo("43/chat,1[\"yes\"]");
		}
	}

	@Test
	void annotationsMayBeOnInterfaces() {
		try (ListenerServer server = ListenerServer.start(ContractListener.class);
				TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"contract\",\"x\"]")).isEqualTo("431[\"x\"]");
		}
	}

	@Test
	void callsGoThroughClassProxies() {
		try (ListenerServer server = ListenerServer.start(proxies(PlainListener.class, true));
				TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"plain\",\"x\"]")).isEqualTo("431[\"intercepted x\"]");
		}
	}

	@Test
	void callsGoThroughInterfaceProxies() {
		try (ListenerServer server = ListenerServer.start(proxies(ContractListener.class, false));
				TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"contract\",\"x\"]")).isEqualTo("431[\"intercepted x\"]");
		}
	}

	@Test
	void refusesMethodsThatAProxyHides() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(proxies(HiddenListener.class, false)))
			.withMessageContaining("HiddenListener.hidden")
			.withMessageContaining("switch to CGLIB proxies");
	}

	@Test
	void scopedBeansAreResolvedForEachCall() {
		try (ListenerServer server = ListenerServer.start((context) -> {
			context.register(PrototypeListener.class);
			context.registerBean(AtomicInteger.class, () -> new AtomicInteger());
		}); TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"count\"]")).isEqualTo("431[1]");
			assertThat(client.exchange("422[\"count\"]")).isEqualTo("432[2]");
		}
	}

	@Test
	void scopedProxiesAreLookedThrough() {
		try (ListenerServer server = ListenerServer.start((context) -> {
			context.register(ScopedListener.class);
			context.registerBean(AtomicInteger.class, () -> new AtomicInteger());
		}); TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"scoped\"]")).isEqualTo("431[1]");
			assertThat(client.exchange("422[\"scoped\"]")).isEqualTo("432[2]");
		}
	}

	@Test
	void lazyBeansAreCreatedByTheFirstEvent() {
		try (ListenerServer server = ListenerServer.start((context) -> {
			context.registerBean(AtomicInteger.class, () -> new AtomicInteger());
			context.registerBean(PrototypeListener.class, (definition) -> {
				definition.setScope(ConfigurableBeanFactory.SCOPE_SINGLETON);
				definition.setLazyInit(true);
			});
		}); TestClient client = server.connect()) {
			assertThat(server.bean(AtomicInteger.class)).hasValue(0);
			assertThat(client.exchange("421[\"count\"]")).isEqualTo("431[1]");
			assertThat(client.exchange("422[\"count\"]")).isEqualTo("432[1]");
		}
	}

	@Test
	void catchAllListenersSeeEverything() {
		try (ListenerServer server = ListenerServer.start(CatchAllListener.class);
				TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"known\",1]")).isEqualTo("431[\"handled\"]");
			assertThat(client.exchange("422[\"unknown\",2]")).isEqualTo("432[\"no handler for unknown\"]");
			assertThat(server.bean(CatchAllListener.class).events).containsExactly("known", "unknown");
		}
	}

	@Test
	void catchAllListenersDoNotPretendToHandleEvents() {
		try (ListenerServer server = ListenerServer.start(SilentCatchAllListener.class);
				TestClient client = server.connect()) {
			client.send("421[\"unknown\"]");
			assertThat(client.exchange("422[\"known\"]")).isEqualTo("432[]");
			assertThat(server.bean(SilentCatchAllListener.class).events).containsExactly("unknown", "known");
		}
	}

	@Test
	void catchAllListenersComeAfterMiddlewares() {
		try (ListenerServer server = ListenerServer.start(SilentCatchAllListener.class)) {
			server.io()
				.onConnection((socket) -> socket.use((event, args) -> event.startsWith("un")
						? Mono.error(new IllegalStateException("not allowed")) : Mono.empty()));
			try (TestClient client = server.connect()) {
				client.send("421[\"unknown\"]");
				assertThat(client.exchange("422[\"known\"]")).isEqualTo("432[]");
				assertThat(server.bean(SilentCatchAllListener.class).events).containsExactly("known");
			}
		}
	}

	@Test
	void describesListeners() {
		try (ListenerServer server = ListenerServer.start(CatchAllListener.class)) {
			assertThat(server.bean(SocketListenerRegistrar.class).listeners())
				.extracting(ListenerDescriptor::namespace, ListenerDescriptor::event, ListenerDescriptor::blocking)
				.containsExactlyInAnyOrder(tuple("/", "known", true), tuple("/", "*", false));
		}
	}

	private static Consumer<AnnotationConfigApplicationContext> proxies(Class<?> listener, boolean proxyTargetClass) {
		return (context) -> {
			context.registerBean("listener", listener);
			context.registerBean("interceptor", MethodInterceptor.class, () -> (invocation) -> {
				Object result = invocation.proceed();
				return "intercepted " + result;
			});
			context.registerBean(BeanNameAutoProxyCreator.class, () -> {
				BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
				creator.setBeanNames("listener");
				creator.setInterceptorNames("interceptor");
				creator.setProxyTargetClass(proxyTargetClass);
				return creator;
			});
		};
	}

	static class ReservedDisconnect {

		@SocketEventListener("disconnect")
		void listen() {
		}

	}

	static class ReservedConnect {

		@SocketEventListener({ "fine", "connect" })
		void listen() {
		}

	}

	static class ReservedLeaving {

		@SocketEventListener("disconnecting")
		void listen() {
		}

	}

	static class ReservedOther {

		@SocketEventListener("newListener")
		void listen() {
		}

	}

	static class NoEvent {

		@SocketEventListener
		void listen() {
		}

	}

	static class TwoAnswers {

		@SocketEventListener("x")
		String one() {
			return "";
		}

		@SocketEventListener("x")
		Mono<String> two() {
			return Mono.empty();
		}

	}

	static class ManualAndValue {

		@SocketEventListener("x")
		String listen(Ack ack) {
			return "";
		}

	}

	static class SilentManual {

		@SocketEventListener(event = "x", ack = AckMode.NONE)
		void listen(Ack ack) {
		}

	}

	static class PayloadOnConnect {

		@SocketConnectListener
		void connected(String text) {
		}

	}

	static class AckOnDisconnect {

		@SocketDisconnectListener
		void disconnected(Ack ack) {
		}

	}

	static class ReasonOnEvent {

		@SocketEventListener("x")
		void listen(DisconnectReason reason) {
		}

	}

	static class MalformedTemplate {

		@SocketEventListener(event = "x", namespace = "/tenant-{id")
		void listen() {
		}

	}

	static class Asynchronous {

		@Async
		@SocketEventListener("x")
		void listen() {
		}

	}

	static class NoException {

		@SocketExceptionHandler
		void handle() {
		}

	}

	static class TwoHandlers {

		@SocketExceptionHandler
		void one(IllegalStateException ex) {
		}

		@SocketExceptionHandler(IllegalStateException.class)
		void two() {
		}

	}

	static class ConnectionEvent {

		@SocketEventListener("connection")
		void listen() {
		}

	}

	@SocketNamespace("/chat")
	static class NamespaceListener {

		@SocketEventListener("inherited")
		String inherited() {
			return "inherited";
		}

		@SocketEventListener(event = "own", namespace = { "/own", "second" })
		String own() {
			return "own";
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class TenantListener {

		final Queue<String> connected = new ConcurrentLinkedQueue<>();

		@SocketConnectListener
		void connected(@SocketNamespaceVariable String id) {
			this.connected.add(id);
		}

		@SocketEventListener("who")
		String who(@SocketNamespaceVariable("id") String tenant, Namespace namespace) {
			return "tenant " + tenant + " in " + namespace.name();
		}

	}

	static class PlaceholderListener {

		@SocketEventListener(event = "${my.event}", namespace = "${my.namespace}")
		void hello() {
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@SocketEventListener(namespace = "/chat")
	@interface ChatEvent {

		@AliasFor(annotation = SocketEventListener.class, attribute = "event")
		String[] value();

	}

	static class ComposedListener {

		@ChatEvent("composed")
		String composed() {
			return "yes";
		}

	}

	interface Contract {

		@SocketEventListener("contract")
		String contract(String text);

	}

	static class ContractListener implements Contract {

		@Override
		public String contract(String text) {
			return text;
		}

	}

	static class PlainListener {

		@SocketEventListener("plain")
		String plain(String text) {
			return text;
		}

	}

	static class HiddenListener implements Contract {

		@Override
		public String contract(String text) {
			return text;
		}

		@SocketEventListener("hidden")
		public void hidden() {
		}

	}

	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	static class PrototypeListener {

		private final int number;

		PrototypeListener(AtomicInteger counter) {
			this.number = counter.incrementAndGet();
		}

		@SocketEventListener("count")
		int count() {
			return this.number;
		}

	}

	@Scope(scopeName = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedListener {

		private final AtomicInteger counter;

		ScopedListener(AtomicInteger counter) {
			counter.incrementAndGet();
			this.counter = counter;
		}

		@SocketEventListener("scoped")
		int scoped() {
			return this.counter.get();
		}

	}

	static class CatchAllListener {

		final Queue<String> events = new ConcurrentLinkedQueue<>();

		@SocketEventListener("known")
		String known() {
			return "handled";
		}

		@SocketEventListener("*")
		Mono<String> any(@SocketEventName String event) {
			this.events.add(event);
			return Mono.just("no handler for " + event);
		}

	}

	static class SilentCatchAllListener {

		final Queue<String> events = new ConcurrentLinkedQueue<>();

		@SocketEventListener("known")
		void known() {
		}

		@SocketEventListener("*")
		void any(@SocketEventName String event) {
			this.events.add(event);
		}

	}

}
