package dev.socketio.autoconfigure;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.socketio.internal.Durations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every duration that an application can set is refused at start when timers cannot count
 * it, with the name of its property.
 */
class DurationPropertiesTests {

	private static final List<String> POSITIVE = List.of("socketio.ping-interval", "socketio.ping-timeout",
			"socketio.upgrade-timeout", "socketio.connect-timeout", "socketio.ack-timeout",
			"socketio.limits.packet-timeout", "socketio.connection-state-recovery.max-disconnection-duration");

	/** Those that have a meaning when they are not positive. */
	private static final List<String> ANY = List.of("socketio.cookie.max-age", "socketio.cors.max-age");

	/** Tried in the tests of their adapters. */
	private static final int OF_ADAPTERS = 6;

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				SocketIOMemoryAdapterAutoConfiguration.class, SocketIOServerAutoConfiguration.class));

	static Stream<Arguments> refused() {
		Stream<Arguments> tooLong = properties()
			.flatMap((property) -> Stream.of("107000d", "106751d", "24856d", "9223372036854775807s", "PT2540400H10M0S")
				.map((value) -> Arguments.of(property, value)));
		Stream<Arguments> notPositive = POSITIVE.stream()
			.flatMap((property) -> Stream.of("0", "-1s", "-107000d").map((value) -> Arguments.of(property, value)));
		return Stream.concat(tooLong, notPositive);
	}

	@ParameterizedTest
	@MethodSource("refused")
	void isRefusedAtStart(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason()).startsWith("Must be ");
				}));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void theLongestIsAccepted(String property) {
		this.runner.withPropertyValues(property + "=" + Durations.MAX, "socketio.cookie.enabled=true",
				"socketio.cors.allowed-origins=https://example.org", "socketio.connection-state-recovery.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static Stream<String> properties() {
		return Stream.concat(POSITIVE.stream(), ANY.stream());
	}

	@Test
	void noneIsForgotten() {
		long durations = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("dev.socketio.autoconfigure")
			.stream()
			.filter((type) -> type.getSimpleName().endsWith("Properties"))
			.flatMap((type) -> Arrays.stream(type.reflect().getDeclaredFields()))
			.map(Field::getType)
			.filter(Duration.class::equals)
			.count();
		assertThat(durations).isEqualTo(POSITIVE.size() + ANY.size() + OF_ADAPTERS);
	}

}
