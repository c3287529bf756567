package dev.socketio.listener.support;

import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.socketio.engine.Engine;
import dev.socketio.listener.HandshakeCookie;
import dev.socketio.listener.HandshakeHeader;
import dev.socketio.listener.HandshakeParam;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.listener.SocketPayload;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketType;
import dev.socketio.server.BroadcastOperator;
import dev.socketio.server.Handshake;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.parameters.P;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for signatures that are refused, because an argument would be something else than
 * it says or a result could not be sent.
 */
class UnsupportedListenerTests {

	static Stream<String> annotated() {
		return names(AnnotatedParameters.class);
	}

	static Stream<String> foreign() {
		return names(ForeignParameters.class);
	}

	static Stream<String> results() {
		return names(Results.class);
	}

	static Stream<String> supported() {
		return names(Supported.class);
	}

	@ParameterizedTest
	@MethodSource("annotated")
	void refusesAnnotationsOfOtherModels(String method) {
		Method listener = method(AnnotatedParameters.class, method);
		String annotation = listener.getParameters()[0].getAnnotations()[0].annotationType().getSimpleName();
		assertRefused(listener).withMessageStartingWith(
				"Parameter 'value' of " + AnnotatedParameters.class.getName() + "." + method + " has @" + annotation
						+ ", which listeners do not know: it would receive what the client sends. Use ");
	}

	@ParameterizedTest
	@MethodSource("foreign")
	void refusesTypesThatCannotComeFromClients(String method) {
		assertRefused(method(ForeignParameters.class, method))
			.withMessageStartingWith(
					"Parameter 'value' of " + ForeignParameters.class.getName() + "." + method + " has the type ")
			.withMessageContaining(", which cannot come from a client. ");
	}

	@ParameterizedTest
	@MethodSource("results")
	void refusesResultsThatCannotBeSent(String method) {
		assertRefused(method(Results.class, method))
			.withMessageStartingWith(Results.class.getName() + "." + method + " returns ")
			.withMessageContaining(", which cannot be sent to a client. ");
	}

	@ParameterizedTest
	@MethodSource("supported")
	void acceptsSupportedSignatures(String method) {
		assertThat(signature(method(Supported.class, method))).isNotNull();
	}

	@Test
	void refusesValuesOfConnectListeners() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(AcceptingListener.class))
			.withMessageContaining("AcceptingListener.accept returns a value, but nothing receives it");
	}

	@Test
	void refusesAtStartUp() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(AnnotatedParameters.class))
			.withMessageContaining("which listeners do not know");
	}

	@Test
	void refusesAnnotationsInEveryPhase() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(ConnectHeaderListener.class))
			.withMessageContaining("has @RequestHeader, which listeners do not know");
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(ExceptionHeaderListener.class))
			.withMessageContaining("has @RequestHeader, which listeners do not know");
	}

	@Test
	void acknowledgesValueOfCallable() {
		try (ListenerServer server = ListenerServer.start(CallableListener.class);
				TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"value\"]")).isEqualTo("431[\"called\"]");
			assertThat(client.exchange("422[\"void\"]")).isEqualTo("432[]");
			assertThat(client.exchange("423[\"null\"]")).isEqualTo("433[null]");
			assertThat(client.exchange("424[\"failing\"]")).contains("\"code\":\"internal_error\"");
			assertThat(client.exchange("425[\"missing\"]")).contains("\"code\":\"internal_error\"");
		}
	}

	static ThrowableAssertAlternative<InvalidListenerException> assertRefused(Method listener) {
		return assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> signature(listener));
	}

	static ListenerSignature signature(Method listener) {
		ArgumentResolvers arguments = new ArgumentResolvers(List.of(), new DefaultListableBeanFactory(),
				new DefaultFormattingConversionService(), () -> null, null);
		return arguments.signature(listener, listener.getDeclaringClass(), ListenerType.EVENT, Set.of("/{value}"));
	}

	static Stream<String> names(Class<?> type) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(SocketEventListener.class))
			.map(Method::getName)
			.sorted();
	}

	static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@AuthenticationPrincipal
	@interface CurrentUser {

	}

	static class AnnotatedParameters {

		@SocketEventListener("x")
		void requestHeader(@RequestHeader("x-user") String value) {
		}

		@SocketEventListener("x")
		void cookieValue(@CookieValue String value) {
		}

		@SocketEventListener("x")
		void requestParam(@RequestParam(required = false) @Nullable String value) {
		}

		@SocketEventListener("x")
		void pathVariable(@PathVariable String value) {
		}

		@SocketEventListener("x")
		void requestBody(@RequestBody Map<String, String> value) {
		}

		@SocketEventListener("x")
		void sessionAttribute(@SessionAttribute String value) {
		}

		@SocketEventListener("x")
		void header(@Header String value) {
		}

		@SocketEventListener("x")
		void payload(@Payload String value) {
		}

		@SocketEventListener("x")
		void destinationVariable(@DestinationVariable String value) {
		}

		@SocketEventListener("x")
		void setting(@Value("${secret}") String value) {
		}

		@SocketEventListener("x")
		void bean(@Autowired String value) {
		}

		@SocketEventListener("x")
		void qualified(@Qualifier("one") String value) {
		}

		@SocketEventListener("x")
		void knownType(@RequestHeader Authentication value) {
		}

		@SocketEventListener("x")
		void payloadAsWell(@RequestHeader @SocketPayload String value) {
		}

	}

	static class ForeignParameters {

		@SocketEventListener("x")
		void userDetails(UserDetails value) {
		}

		@SocketEventListener("x")
		void user(User value) {
		}

		@SocketEventListener("x")
		void ownUser(AppUser value) {
		}

		@SocketEventListener("x")
		void explicit(@SocketPayload AppUser value) {
		}

		@SocketEventListener("x")
		void securityContext(SecurityContext value) {
		}

		@SocketEventListener("x")
		void exchange(ServerWebExchange value) {
		}

		@SocketEventListener("x")
		void request(ServerHttpRequest value) {
		}

		@SocketEventListener("x")
		void thread(Thread value) {
		}

		@SocketEventListener("x")
		void runnable(Runnable value) {
		}

		@SocketEventListener("x")
		void supplier(Supplier<String> value) {
		}

		@SocketEventListener("x")
		void mono(Mono<String> value) {
		}

		@SocketEventListener("x")
		void flux(Flux<String> value) {
		}

		@SocketEventListener("x")
		void future(CompletableFuture<String> value) {
		}

		@SocketEventListener("x")
		void stream(Stream<String> value) {
		}

		@SocketEventListener("x")
		void inputStream(InputStream value) {
		}

		@SocketEventListener("x")
		void engine(Engine value) {
		}

		@SocketEventListener("x")
		void operator(BroadcastOperator value) {
		}

		@SocketEventListener("x")
		void exception(IllegalStateException value) {
		}

		@SocketEventListener("x")
		void optional(Optional<UserDetails> value) {
		}

		@SocketEventListener("x")
		void list(List<? extends UserDetails> value) {
		}

		@SocketEventListener("x")
		void array(Thread[][] value) {
		}

		@SocketEventListener("x")
		void genericArray(List<Thread>[] value) {
		}

		@SocketEventListener("x")
		void variableArity(Runnable... value) {
		}

		@SocketEventListener("x")
		void rest(@SocketPayload(rest = true) List<Mono<String>> value) {
		}

		@SocketEventListener("x")
		void elements(Users value) {
		}

		@SocketEventListener("x")
		void values(UsersByName value) {
		}

		@SocketEventListener("x")
		void nestedElements(OptionalUsers value) {
		}

		@SocketEventListener("x")
		<T extends AppUser> void bound(List<T> value) {
		}

		@SocketEventListener("x")
		void auth(@SocketAuth AppUser value) {
		}

		@SocketEventListener("x")
		void authElements(@SocketAuth Optional<List<AppUser>> value) {
		}

		@SocketEventListener("x")
		void handshakeHeader(@HandshakeHeader AppUser value) {
		}

		@SocketEventListener("x")
		void handshakeParam(@HandshakeParam Optional<AppUser> value) {
		}

		@SocketEventListener("x")
		void handshakeCookie(@HandshakeCookie AppUser value) {
		}

		@SocketEventListener("x")
		void variable(@SocketNamespaceVariable AppUser value) {
		}

		@SocketEventListener("x")
		void listenerParameter(ListenerParameter value) {
		}

		@SocketEventListener("x")
		void socketError(SocketError value) {
		}

		@SocketEventListener("x")
		void packetType(PacketType value) {
		}

	}

	static class Users extends ArrayList<AppUser> {

		private static final long serialVersionUID = 1;

	}

	static class OptionalUsers extends ArrayList<Optional<AppUser>> {

		private static final long serialVersionUID = 1;

	}

	static class UsersByName extends HashMap<String, AppUser> {

		private static final long serialVersionUID = 1;

	}

	static class Results {

		@SocketEventListener("x")
		Future<String> future() {
			return new CompletableFuture<>();
		}

		@SocketEventListener("x")
		Supplier<String> supplier() {
			return () -> "";
		}

		@SocketEventListener("x")
		Runnable runnable() {
			return () -> {
			};
		}

		@SocketEventListener("x")
		ResponseEntity<String> responseEntity() {
			return ResponseEntity.ok("");
		}

		@SocketEventListener("x")
		Mono<ResponseEntity<String>> monoOfResponseEntity() {
			return Mono.empty();
		}

		@SocketEventListener("x")
		List<Mono<String>> listOfMonos() {
			return List.of();
		}

		@SocketEventListener("x")
		Mono<Mono<String>> nestedMono() {
			return Mono.empty();
		}

		@SocketEventListener("x")
		Callable<Mono<String>> callableOfMono() {
			return Mono::empty;
		}

		@SocketEventListener("x")
		Stream<Thread> streamOfThreads() {
			return Stream.of();
		}

		@SocketEventListener("x")
		InputStream inputStream() {
			return InputStream.nullInputStream();
		}

		@SocketEventListener("x")
		Handshake handshake(Handshake handshake) {
			return handshake;
		}

	}

	static class Supported {

		@SocketEventListener("x")
		void principal(Principal value) {
		}

		@SocketEventListener("x")
		void optionalPrincipal(Optional<Principal> value) {
		}

		@SocketEventListener("x")
		void authentication(Authentication value) {
		}

		@SocketEventListener("x")
		void token(UsernamePasswordAuthenticationToken value) {
		}

		@SocketEventListener("x")
		void ownUser(@AuthenticationPrincipal AppUser value) {
		}

		@SocketEventListener("x")
		void composed(@CurrentUser AppUser value) {
		}

		@SocketEventListener("x")
		void contextExpression(@CurrentSecurityContext(expression = "authentication.name") String value) {
		}

		@SocketEventListener("x")
		void securityContext(@CurrentSecurityContext SecurityContext value) {
		}

		@SocketEventListener("x")
		void arguments(Arguments first, HttpHeaders second, Locale third, DataBuffer fourth) {
		}

		@SocketEventListener("x")
		void indexes(@SocketPayload(1) String first, @SocketPayload(0) int second, String... rest) {
		}

		@PreAuthorize("#room == 'lobby'")
		@SocketEventListener("x")
		void named(@P("room") String value) {
		}

		@SocketEventListener("x")
		void command(Command value) {
		}

		@SocketEventListener("x")
		<T extends Comparable<T>> void recursive(List<T> first, Tree second) {
		}

		@SocketEventListener("x")
		Optional<List<Map<String, Object>>> values(Object first, Map<String, List<?>> second) {
			return Optional.empty();
		}

		@SocketEventListener("x")
		Flux<Command> commands() {
			return Flux.empty();
		}

		@SocketEventListener("x")
		CompletableFuture<String> completableFuture() {
			return new CompletableFuture<>();
		}

	}

	record AppUser(String username, String password) implements UserDetails {

		@Override
		public Collection<? extends GrantedAuthority> getAuthorities() {
			return List.of();
		}

		@Override
		public String getUsername() {
			return this.username;
		}

		@Override
		public String getPassword() {
			return this.password;
		}

	}

	static class Tree extends ArrayList<Tree> {

		private static final long serialVersionUID = 1;

	}

	record Command(int value) implements Runnable {

		@Override
		public void run() {
		}

	}

	static class AcceptingListener {

		@SocketConnectListener
		boolean accept() {
			return false;
		}

	}

	static class ConnectHeaderListener {

		@SocketConnectListener
		void connected(@RequestHeader String user) {
		}

	}

	static class ExceptionHeaderListener {

		@SocketExceptionHandler
		void handle(IllegalStateException ex, @RequestHeader String user) {
		}

	}

	static class CallableListener {

		@SocketEventListener("value")
		Callable<String> value() {
			return () -> "called";
		}

		@SocketEventListener("void")
		Callable<Void> nothing() {
			return () -> null;
		}

		@SocketEventListener("null")
		Callable<@Nullable String> nullValue() {
			return () -> null;
		}

		@SocketEventListener("failing")
		Callable<String> failing() {
			return () -> {
				throw new IllegalStateException();
			};
		}

		@SocketEventListener("missing")
		@Nullable Callable<String> missing() {
			return null;
		}

	}

}
