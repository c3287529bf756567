package dev.socketio.listener.support;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.security.Principal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.socketio.listener.Execution;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.server.Ack;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.Socket;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The authentication of one client never stays on a thread that serves another one. Over
 * real connections.
 */
class SecurityContextTests {

	/** Authenticates a client by a header. */
	private static final WebFilter AUTHENTICATION = (exchange, chain) -> {
		String user = exchange.getRequest().getHeaders().getFirst("user");
		return (user == null) ? chain.filter(exchange)
				: chain.filter(exchange.mutate()
					.principal(Mono.<Principal>just(new TestingAuthenticationToken(user, "secret")))
					.build());
	};

	private @Nullable ListenerServer server;

	@AfterEach
	void stop() {
		SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_THREADLOCAL);
		if (this.server != null) {
			this.server.close();
		}
	}

	static Stream<Supplier<Executor>> executors() {
		return Stream.of(() -> Executors.newFixedThreadPool(1), SecurityContextTests::virtualThread);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void anAnonymousClientSeesNoAuthenticationOfTheOneBefore(Supplier<Executor> executor) {
		this.server = ListenerServer.start(executor.get(), AUTHENTICATION, Listener.class);
		for (String event : new String[] { "blocking", "failing", "handled" }) {
			assertNothingIsLeftBehind(event, "blocking");
		}
	}

	@Test
	void anAnonymousClientSeesNoAuthenticationOfTheOneBeforeOnTheEventLoop() {
		this.server = ListenerServer.start(AUTHENTICATION, Listener.class);
		// enough clients for every event loop to have served Ada
		for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors() + 8; i++) {
			for (String event : new String[] { "loop", "reactive", "failing-loop" }) {
				assertNothingIsLeftBehind(event, "loop");
			}
		}
	}

	/** Whatever the client sends as the first argument. */
	@Test
	void injectsSubtypesOfPrincipal() {
		this.server = ListenerServer.start(AUTHENTICATION, PrincipalListener.class);
		try (TestClient ada = this.server.open((builder) -> builder.header("user", "ada"));
				TestClient anonymous = this.server.connect()) {
			ada.join("/", "");
			String unauthorized = "{\"error\":{\"status\":401,\"code\":\"unauthorized\"";
			for (String event : new String[] { "principal", "authentication", "token", "nullable" }) {
				String packet = "421[\"" + event + "\",{\"name\":\"eve\",\"principal\":\"eve\"}]";
				assertThat(ada.exchange(packet)).isEqualTo("431[\"ada\"]");
				assertThat(anonymous.exchange(packet))
					.startsWith(event.equals("nullable") ? "431[\"anonymous\"]" : "431[" + unauthorized);
			}
			for (String event : new String[] { "other", "other-nullable" }) {
				String packet = "422[\"" + event + "\",{\"principal\":\"eve\"}]";
				assertThat(ada.exchange(packet)).startsWith("432[" + unauthorized);
			}
			assertThat(anonymous.exchange("422[\"other\",{}]")).startsWith("432[" + unauthorized);
			assertThat(anonymous.exchange("423[\"other-nullable\",{}]")).isEqualTo("433[\"anonymous\"]");
		}
	}

	@Test
	void evaluatesExpressions() {
		this.server = ListenerServer.start(AUTHENTICATION, PrincipalListener.class, Beans.class);
		try (TestClient ada = this.server.open((builder) -> builder.header("user", "ada"));
				TestClient anonymous = this.server.connect()) {
			ada.join("/", "");
			assertThat(ada.exchange("421[\"bean\",\"eve\"]")).isEqualTo("431[\"hello ada\"]");
			assertThat(ada.exchange("422[\"template\",7]")).isEqualTo("432[3]");
			assertThat(ada.exchange("423[\"context\",\"eve\",\"eve\"]")).isEqualTo("433[\"ada ada\"]");
			for (String event : new String[] { "bean", "template", "context" }) {
				assertThat(anonymous.exchange("421[\"" + event + "\",\"eve\",\"eve\"]"))
					.contains("\"code\":\"unauthorized\"");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { RenamedParameterListener.class, GenericParameterListener.class })
	void injectsPrincipalsOfInheritedAnnotations(Class<?> listener) {
		this.server = ListenerServer.start(AUTHENTICATION, listener);
		try (TestClient ada = this.server.open((builder) -> builder.header("user", "ada"));
				TestClient anonymous = this.server.connect()) {
			ada.join("/", "");
			assertThat(ada.exchange("421[\"rename\",\"eve\"]")).isEqualTo("431[\"ada 3 eve\"]");
			assertThat(anonymous.exchange("421[\"rename\",\"eve\",\"eve\",\"eve\"]"))
				.contains("\"code\":\"unauthorized\"");
		}
	}

	@Test
	void refusesInheritedTemplates() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(InheritedTemplateListener.class))
			.withMessageContaining("inherits a template of @AuthenticationPrincipal");
	}

	@Test
	void aPrincipalOfAnInvalidTypeIsUnauthorized() {
		this.server = ListenerServer.start(AUTHENTICATION, InvalidTypeListener.class);
		try (TestClient ada = this.server.open((builder) -> builder.header("user", "ada"))) {
			ada.join("/", "");
			assertThat(ada.exchange("421[\"strict\"]")).contains("\"status\":401,\"code\":\"unauthorized\"");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aBrokenStrategyFailsTheCallAndNothingElse(Failure failure) {
		this.server = ListenerServer.start(Executors.newFixedThreadPool(1), AUTHENTICATION, Listener.class);
		BrokenStrategy strategy = new BrokenStrategy(failure);
		SecurityContextHolder.setContextHolderStrategy(strategy);
		try (UncaughtErrors uncaught = new UncaughtErrors();
				TestClient ada = this.server.open((builder) -> builder.header("user", "ada"))) {
			uncaught.watch();
			Socket socket = this.server.join(ada, "/");
			strategy.brokenToSet = true;
			assertThat(ada.exchange("421[\"blocking\"]")).contains("\"status\":500");
			assertThat(ada.exchange("422[\"loop\"]")).contains("\"status\":500");
			strategy.brokenToSet = false;
			strategy.brokenToClear = true;
			assertThat(ada.exchange("423[\"blocking\"]")).isEqualTo("433[\"ada\"]");
			assertThat(ada.exchange("424[\"loop\"]")).isEqualTo("434[\"ada\"]");
			Awaitility.await()
				.dontCatchUncaughtExceptions()
				.untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0"));
		}
	}

	private void assertNothingIsLeftBehind(String event, String probe) {
		try (TestClient ada = this.server.open((builder) -> builder.header("user", "ada"));
				TestClient anonymous = this.server.connect()) {
			ada.join("/", "");
			ada.exchange("421[\"" + event + "\"]");
			assertThat(anonymous.exchange("421[\"" + probe + "\"]")).isEqualTo("431[\"anonymous\"]");
			assertThat(ada.exchange("422[\"" + probe + "\"]")).isEqualTo("432[\"ada\"]");
		}
	}

	/** One thread, as a virtual one of a few carriers would serve several clients. */
	private static Executor virtualThread() {
		assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
		ThreadFactory factory = new VirtualThreadTaskExecutor().getVirtualThreadFactory();
		return Executors.newSingleThreadExecutor(factory);
	}

	static class Listener {

		@SocketEventListener("blocking")
		String blocking() {
			return name();
		}

		@SocketEventListener(event = "loop", execution = Execution.EVENT_LOOP)
		String loop() {
			return name();
		}

		@SocketEventListener("reactive")
		Mono<String> reactive() {
			return Mono.just(name());
		}

		@SocketEventListener("failing")
		void failing() {
			throw new AssertionError("test");
		}

		@SocketEventListener(event = "failing-loop", execution = Execution.EVENT_LOOP)
		void failingLoop() {
			throw new AssertionError("test");
		}

		@SocketEventListener("handled")
		void handled() {
			throw new IllegalArgumentException("test");
		}

		@SocketExceptionHandler
		String handle(IllegalArgumentException ex) {
			return name();
		}

		private static String name() {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			return (authentication != null) ? authentication.getName() : "anonymous";
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@AuthenticationPrincipal(expression = "{value}")
	@interface PrincipalProperty {

		String value();

	}

	@Configuration
	static class Beans {

		@Bean
		Greeting greetingBean() {
			return new Greeting();
		}

		@Bean
		static AnnotationTemplateExpressionDefaults templates() {
			return new AnnotationTemplateExpressionDefaults();
		}

	}

	static class Greeting {

		public String greet(String name) {
			return "hello " + name;
		}

	}

	static class PrincipalListener {

		@SocketEventListener("principal")
		String principal(Principal principal) {
			return principal.getName();
		}

		@SocketEventListener("authentication")
		String authentication(Authentication authentication) {
			return authentication.getName();
		}

		@SocketEventListener("token")
		String token(TestingAuthenticationToken token) {
			return token.getName();
		}

		@SocketEventListener("nullable")
		String nullable(@Nullable TestingAuthenticationToken token) {
			return (token != null) ? token.getName() : "anonymous";
		}

		@SocketEventListener("bean")
		String bean(@AuthenticationPrincipal(expression = "@greetingBean.greet(#this)") String greeting) {
			return greeting;
		}

		@SocketEventListener("template")
		int template(@PrincipalProperty("length()") int length) {
			return length;
		}

		@SocketEventListener("context")
		String context(@CurrentSecurityContext SecurityContext context,
				@CurrentSecurityContext(expression = "authentication.name") String name) {
			return context.getAuthentication().getName() + " " + name;
		}

		@SocketEventListener("other")
		String other(UsernamePasswordAuthenticationToken token) {
			return token.getName();
		}

		@SocketEventListener("other-nullable")
		String otherNullable(@Nullable UsernamePasswordAuthenticationToken token) {
			return (token != null) ? token.getName() : "anonymous";
		}

	}

	interface Renaming<T> {

		void rename(@AuthenticationPrincipal String user,
				@CurrentSecurityContext(expression = "authentication.name.length()") int length, T name, Ack ack);

	}

	static class RenamedParameterListener implements Renaming<String> {

		@Override
		@SocketEventListener("rename")
		public void rename(String other, int size, String name, Ack ack) {
			ack.send(other + " " + size + " " + name);
		}

	}

	static class GenericParameterListener implements Renaming<String> {

		@Override
		@SocketEventListener("rename")
		public void rename(String user, int length, String name, Ack ack) {
			ack.send(user + " " + length + " " + name);
		}

	}

	interface Template {

		void template(@PrincipalProperty("length()") int length);

	}

	static class InheritedTemplateListener implements Template {

		@Override
		@SocketEventListener("template")
		public void template(int other) {
		}

	}

	static class InvalidTypeListener {

		@SocketEventListener("strict")
		void strict(@AuthenticationPrincipal(errorOnInvalidType = true) @Nullable Integer user) {
		}

	}

	private static final class BrokenStrategy implements SecurityContextHolderStrategy {

		private final ConcurrentHashMap<Thread, SecurityContext> contexts = new ConcurrentHashMap<>();

		private final Failure failure;

		volatile boolean brokenToSet;

		volatile boolean brokenToClear;

		BrokenStrategy(Failure failure) {
			this.failure = failure;
		}

		@Override
		public void clearContext() {
			this.contexts.remove(Thread.currentThread());
			if (this.brokenToClear) {
				this.failure.raise();
			}
		}

		@Override
		public SecurityContext getContext() {
			return this.contexts.getOrDefault(Thread.currentThread(), createEmptyContext());
		}

		@Override
		public void setContext(SecurityContext context) {
			if (this.brokenToSet) {
				this.failure.raise();
			}
			this.contexts.put(Thread.currentThread(), context);
		}

		@Override
		public SecurityContext createEmptyContext() {
			return new SecurityContextImpl();
		}

	}

}
