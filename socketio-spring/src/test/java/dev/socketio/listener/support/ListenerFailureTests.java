package dev.socketio.listener.support;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;
import dev.socketio.server.Ack;
import dev.socketio.server.Socket;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for failures of listeners, over real connections.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailureTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		server = ListenerServer.start(Listener.class, HandlingListener.class, LastAdvice.class, FirstAdvice.class,
				OtherPackagesAdvice.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			failing            | 500 | internal_error | The event could not be handled
			failing-mono       | 500 | internal_error | The event could not be handled
			failing-hidden     | 500 | internal_error | The event could not be handled
			failing-flux       | 500 | internal_error | The event could not be handled
			failing-future     | 500 | internal_error | The event could not be handled
			failing-manual     | 500 | internal_error | The event could not be handled
			failing-one-of-two | 500 | internal_error | The event could not be handled
			status-exception   | 409 | conflict       | Already there
			status-annotation  | 410 | gone           | Too late
			unauthenticated    | 401 | unauthorized   | Authentication is required
			denied             | 403 | forbidden      | Access denied
			""")
	void acknowledgesFailures(String event, int status, String code, String message) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"" + event + "\"]")).isEqualTo("431[{\"error\":{\"status\":" + status
					+ ",\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"details\":[]}}]");
			assertThat(client.exchange("422[\"fine\"]")).isEqualTo("432[]");
		}
	}

	@Test
	void tellsMessagesOnlyWhereAllowed() {
		try (ListenerServer verbose = ListenerServer.start(ListenerOptions.builder().includeMessage(true).build(),
				Listener.class); TestClient client = verbose.connect()) {
			assertThat(client.exchange("421[\"failing\"]")).contains("\"message\":\"secret\"");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			["valid",{"name":"","age":3}]   | [{"parameter":"person","field":"name","message":"must not be blank"}]
			["constraint"," "]              | [{"parameter":"room","message":"must not be blank"}]
			["element",["a",""]]            | [{"parameter":"rooms","message":"must not be blank"}]
			""")
	void validatesArguments(String event, String details) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421" + event)).isEqualTo(
					"431[{\"error\":{\"status\":400,\"code\":\"validation_failed\",\"message\":\"Validation failed\",\"details\":"
							+ details + "}}]");
		}
	}

	@Test
	void callsWithValidArguments() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"valid\",{\"name\":\"Ada\",\"age\":3}]")).isEqualTo("431[\"Ada\"]");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			closest   | ["closest of closest"]
			general   | ["general"]
			cause     | ["closest of cause"]
			swallowed | []
			enveloped | [{"error":{"status":422,"code":"odd","message":"sorry","details":[]}}]
			reactive  | ["later"]
			advised   | ["first advice"]
			rethrown  | [{"error":{"status":418,"code":"i_am_a_teapot","message":"I'm a teapot","details":[]}}]
			""")
	void asksExceptionHandlers(String event, String ack) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"handled-" + event + "\"]").replace("handled-", ""))
				.isEqualTo("431" + ack);
		}
	}

	@Test
	void logsFailuresOnce(CapturedOutput output) {
		try (TestClient client = server.connect()) {
			client.send("42[\"failing\"]");
			assertThat(client.exchange("422[\"fine\"]")).isEqualTo("432[]");
		}
		assertThat(output.getOut()).containsOnlyOnce("java.lang.IllegalStateException: secret")
			.contains("ListenerFailureTests$Listener.failing for 'failing'");
	}

	static class Listener {

		@SocketEventListener("fine")
		void fine() {
		}

		@SocketEventListener("failing")
		String failing() {
			throw new IllegalStateException("secret");
		}

		@SocketEventListener("failing-mono")
		Mono<String> failingMono() {
			return Mono.error(new IllegalStateException("secret"));
		}

		@SocketEventListener("failing-hidden")
		Mono<String> failingHidden() {
			return Mono.<String>error(new IllegalStateException("secret")).hide();
		}

		@SocketEventListener("failing-flux")
		Flux<Integer> failingFlux() {
			return Flux.concat(Flux.just(1), Flux.error(new IllegalStateException("secret")));
		}

		@SocketEventListener("failing-future")
		CompletableFuture<String> failingFuture() {
			return CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("secret")));
		}

		@SocketEventListener("failing-manual")
		void failingManual(Ack ack) {
			throw new IllegalStateException("secret");
		}

		@SocketEventListener("failing-one-of-two")
		void failingOne() {
			throw new IllegalStateException("secret");
		}

		@SocketEventListener("failing-one-of-two")
		void failingTwo() {
		}

		@SocketEventListener("status-exception")
		void statusException() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Already there");
		}

		@SocketEventListener("status-annotation")
		void statusAnnotation() {
			throw new TooLateException();
		}

		@SocketEventListener("unauthenticated")
		void unauthenticated() {
			throw new BadCredentialsException("secret");
		}

		@SocketEventListener("denied")
		void denied() {
			throw new AccessDeniedException("secret");
		}

		@SocketEventListener("valid")
		String valid(@Valid Person person, Socket socket) {
			return person.name();
		}

		@SocketEventListener("constraint")
		void constraint(@NotBlank String room) {
		}

		@SocketEventListener("element")
		void element(List<@NotBlank String> rooms) {
		}

		@SocketEventListener("handled-advised")
		void advised() {
			throw new UnsupportedOperationException("advise me");
		}

	}

	static class HandlingListener {

		@SocketEventListener("handled-closest")
		void closest() {
			throw new NumberFormatException("closest");
		}

		@SocketEventListener("handled-general")
		void general() {
			throw new IllegalArgumentException("general");
		}

		@SocketEventListener("handled-cause")
		Mono<Void> cause() {
			return Mono.error(new Exception("outer", new NumberFormatException("inner")));
		}

		@SocketEventListener("handled-swallowed")
		String swallowed() {
			throw new ArithmeticException("swallow me");
		}

		@SocketEventListener("handled-enveloped")
		void enveloped() {
			throw new IndexOutOfBoundsException("wrap me");
		}

		@SocketEventListener("handled-reactive")
		Mono<String> reactive() {
			return Mono.error(new ClassCastException("later"));
		}

		@SocketEventListener("handled-rethrown")
		void rethrown() {
			throw new ArrayStoreException("throw me again");
		}

		@SocketExceptionHandler
		String closest(NumberFormatException ex, @SocketEventName String event) {
			return "closest of " + event;
		}

		@SocketExceptionHandler(IllegalArgumentException.class)
		String general(Exception ex) {
			return ex.getMessage();
		}

		@SocketExceptionHandler(ArithmeticException.class)
		void swallow() {
		}

		@SocketExceptionHandler
		SocketError wrap(IndexOutOfBoundsException ex) {
			return SocketError.of(422, "odd", "sorry");
		}

		@SocketExceptionHandler
		Mono<String> later(ClassCastException ex) {
			return Mono.just(String.valueOf(ex.getMessage())).hide();
		}

		@SocketExceptionHandler
		void again(ArrayStoreException ex) {
			throw new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT);
		}

	}

	@Order(2)
	@SocketListenerAdvice
	static class LastAdvice {

		@SocketExceptionHandler
		String handle(UnsupportedOperationException ex) {
			return "last advice";
		}

	}

	@Order(1)
	@SocketListenerAdvice(assignableTypes = Listener.class)
	static class FirstAdvice {

		@SocketExceptionHandler
		String handle(UnsupportedOperationException ex) {
			return "first advice";
		}

	}

	@Order(0)
	@SocketListenerAdvice("org.example")
	static class OtherPackagesAdvice {

		@SocketExceptionHandler
		String handle(UnsupportedOperationException ex) {
			return "another package's advice";
		}

	}

	@ResponseStatus(code = HttpStatus.GONE, reason = "Too late")
	static class TooLateException extends RuntimeException {

	}

	record Person(@NotBlank String name, @Min(1) int age) {

	}

}
