package dev.socketio.listener.support;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.annotation.JsonCreator;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;
import dev.socketio.listener.SocketPayload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what clients and the log are told of failures, over real connections.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerReportTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
		validator.setMessageInterpolator(new ParameterMessageInterpolator());
		validator.afterPropertiesSet();
		server = ListenerServer.start((context) -> {
			context.registerBean("postProcessor", MethodValidationPostProcessor.class, () -> {
				MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
				processor.setValidator(validator);
				processor.setProxyTargetClass(true);
				return processor;
			});
			context.registerBean("listener", Listener.class);
			context.registerBean("groups", GroupsListener.class);
			context.registerBean("validated", ValidatedListener.class);
			context.registerBean("prefix", PrefixAdvice.class);
			context.registerBean("parent", ParentAdvice.class);
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "warn", "debug", "error" })
	void namesThatClientsChooseMakeUpNoLines(String kind, CapturedOutput output) {
		String name = "\\n2026-01-01 ERROR forged by " + kind + " \\u001b[31m\\u2028" + "x".repeat(150);
		String event = switch (kind) {
			case "warn" -> "42/log,[\"" + name + "\"]";
			case "debug" -> "42/log,7[\"" + name + "\"]";
			default -> "42/log,[\"" + name + "\",\"fail\"]";
		};
		((Logger) LoggerFactory.getLogger(FailureReport.class)).setLevel(Level.DEBUG);
		try (TestClient client = server.connect("/log")) {
			client.send(event);
			if (kind.equals("debug")) {
				assertThat(client.receive()).startsWith("43/log,7");
			}
			assertThat(client.exchange("42/log,1[\"fine\"]")).isEqualTo("43/log,1[\"fine\"]");
		}
		finally {
			((Logger) LoggerFactory.getLogger(FailureReport.class)).setLevel(null);
		}
		String forged = "forged by " + kind + " ";
		List<String> lines = output.getOut().lines().filter((line) -> line.contains(forged)).toList();
		assertThat(lines).isNotEmpty().allSatisfy((line) -> {
			assertThat(line).doesNotStartWith("2026-01-01").doesNotContain("\u001b").doesNotContain("\u2028");
			assertThat(line.length()).isLessThan(500);
		});
		assertThat(output.getOut()).doesNotContain("x".repeat(200));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			["decimal","x"]            | 0
			["rest",1,"x"]             | 1
			["int-array",1,"x"]        | 1
			["created","IllegalArgumentException"] | 0
			["created","DateTimeException"]        | 0
			["created","ArithmeticException"]      | 0
			""")
	void whatCannotBeReadIsAMistakeOfTheClient(String event, int index, CapturedOutput output) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421" + event)).contains("\"status\":400,\"code\":\"invalid_argument\"")
				.contains("\"details\":[{\"argument\":" + index + "}]");
		}
		assertThat(output.getOut()).doesNotContain("ERROR");
	}

	@Test
	void aMissingElementOfAPrimitiveArrayIsAMistakeOfTheClient() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"int-array\",1,null]")).contains("\"status\":400");
		}
	}

	@Test
	void anAuthObjectOfTheWrongTypeIsNoArgument() {
		try (TestClient client = server.open()) {
			client.join("/", "{\"level\":\"high\"}");
			assertThat(client.exchange("421[\"auth\"]")).contains(
					"\"status\":400,\"code\":\"invalid_argument\",\"message\":\"The auth object has the wrong type\"");
		}
	}

	@Test
	void violationsOfValidatedBeansAreReported() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"validated\",\"\",{\"size\":0}]"))
				.contains("\"status\":400,\"code\":\"validation_failed\"")
				.contains("{\"parameter\":\"room\",\"message\":\"must not be blank\"}");
			assertThat(client.exchange("422[\"validated-nested\",{\"size\":0}]"))
				.contains("\"details\":[{\"parameter\":\"box\",\"field\":\"size\","
						+ "\"message\":\"must be greater than or equal to 1\"}]");
			assertThat(client.exchange("423[\"validated\",\"room\"]")).isEqualTo("433[\"room\"]");
		}
	}

	@Test
	void anInvalidResultIsNoMistakeOfTheClient() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"validated-result\"]"))
				.contains("\"status\":500,\"code\":\"internal_error\"");
		}
	}

	@Test
	void validationGroupsOfTheMethodApply() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"group\",0]")).contains("\"code\":\"validation_failed\"");
			assertThat(client.exchange("422[\"default-group\",0]")).isEqualTo("432[0]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "future", "future-nested", "mono-wrapped" })
	void wrappersOfFailuresAreRemoved(String event) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"" + event + "\"]")).isEqualTo("431[\"unwrapped test\"]");
		}
	}

	@Test
	void packagesOfAdvicesAreNoPrefixes() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"advised\"]")).isEqualTo("431[\"parent package\"]");
		}
	}

	static class Listener {

		@SocketEventListener(event = "*", namespace = "/log")
		String any(String argument) {
			throw new IllegalStateException(argument);
		}

		@SocketEventListener(event = "fine", namespace = "/log")
		String fine() {
			return "fine";
		}

		@SocketEventListener("decimal")
		void decimal(BigDecimal number) {
		}

		@SocketEventListener("rest")
		void rest(@SocketPayload(rest = true) List<BigDecimal> numbers) {
		}

		@SocketEventListener("int-array")
		int array(int... numbers) {
			return numbers.length;
		}

		@SocketEventListener("created")
		void created(Created created) {
		}

		@SocketEventListener("auth")
		void auth(@SocketAuth Map<String, Integer> auth) {
		}

		@SocketEventListener("future")
		CompletionStage<String> future() {
			return CompletableFuture.supplyAsync(() -> {
				throw new UnsupportedOperationException("test");
			});
		}

		@SocketEventListener("future-nested")
		CompletionStage<String> futureNested() {
			return CompletableFuture.failedFuture(
					new CompletionException(new CompletionException(new UnsupportedOperationException("test"))));
		}

		@SocketEventListener("mono-wrapped")
		Mono<String> monoWrapped() {
			return Mono.fromFuture(CompletableFuture
				.<String>failedFuture(new CompletionException(new UnsupportedOperationException("test"))));
		}

		/** Asked before advices, for the failure itself and not for its wrapper. */
		@SocketExceptionHandler
		String unwrapped(UnsupportedOperationException ex) {
			return "unwrapped " + ex.getMessage();
		}

		@SocketExceptionHandler
		String wrapped(CompletionException ex) {
			return "wrapped";
		}

		@SocketEventListener("advised")
		void advised() {
			throw new ArrayStoreException("test");
		}

	}

	static class GroupsListener {

		@SocketEventListener("group")
		@Validated(Strict.class)
		int group(@Min(value = 1, groups = Strict.class) int number) {
			return number;
		}

		@SocketEventListener("default-group")
		int defaultGroup(@Min(value = 1, groups = Strict.class) int number) {
			return number;
		}

	}

	@Validated
	static class ValidatedListener {

		@SocketEventListener("validated")
		String validated(@NotBlank String room) {
			return room;
		}

		@SocketEventListener("validated-nested")
		void nested(@Valid Box box) {
		}

		@SocketEventListener("validated-result")
		@NotNull
		String result() {
			return null;
		}

	}

	@SocketListenerAdvice("dev.socketio.listener.sup")
	static class PrefixAdvice {

		@SocketExceptionHandler
		String handle(ArrayStoreException ex) {
			return "another package";
		}

	}

	@SocketListenerAdvice("dev.socketio")
	static class ParentAdvice {

		@SocketExceptionHandler
		String handle(ArrayStoreException ex) {
			return "parent package";
		}

	}

	interface Strict {

	}

	record Box(@Min(1) int size) {

	}

	static class Created {

		@JsonCreator
		static Created of(String kind) {
			switch (kind) {
				case "DateTimeException" -> throw new DateTimeException("test");
				case "ArithmeticException" -> throw new ArithmeticException("test");
				default -> throw new IllegalArgumentException("test");
			}
		}

	}

}
