package dev.socketio.protocol;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DecoderLimitsTests {

	@Test
	void defaults() {
		DecoderLimits limits = DecoderLimits.DEFAULT;
		assertThat(limits.maxAttachments()).isEqualTo(10);
		assertThat(limits.maxDepth()).isEqualTo(500);
		assertThat(limits.maxNumberLength()).isEqualTo(1000);
		assertThat(limits.maxNamespaceLength()).isEqualTo(256);
		assertThat(limits.maxEventNameLength()).isEqualTo(256);
		assertThat(limits.maxAuthBytes()).isEqualTo(16 * 1024);
		assertThat(limits.maxArguments()).isEqualTo(1000);
		assertThat(limits.maxPacketBytes()).isEqualTo(2_000_000);
		assertThat(limits.namespaceQueries()).isFalse();
	}

	@Test
	void copyForOldClientsHasTheSameLimits() {
		DecoderLimits limits = DecoderLimits.builder()
			.maxAttachments(1)
			.maxDepth(2)
			.maxNumberLength(3)
			.maxNamespaceLength(4)
			.maxEventNameLength(5)
			.maxAuthBytes(6)
			.maxArguments(7)
			.maxPacketBytes(8)
			.build()
			.withNamespaceQueries();
		assertThat(limits.maxAttachments()).isEqualTo(1);
		assertThat(limits.maxDepth()).isEqualTo(2);
		assertThat(limits.maxNumberLength()).isEqualTo(3);
		assertThat(limits.maxNamespaceLength()).isEqualTo(4);
		assertThat(limits.maxEventNameLength()).isEqualTo(5);
		assertThat(limits.maxAuthBytes()).isEqualTo(6);
		assertThat(limits.maxArguments()).isEqualTo(7);
		assertThat(limits.maxPacketBytes()).isEqualTo(8);
		assertThat(limits.namespaceQueries()).isTrue();
	}

	static Stream<Arguments> tooSmall() {
		return Stream.of(setting("max attachments", 0, (builder) -> builder.maxAttachments(-1)),
				setting("max depth", 1, (builder) -> builder.maxDepth(0)),
				setting("max number length", 1, (builder) -> builder.maxNumberLength(0)),
				setting("max namespace length", 1, (builder) -> builder.maxNamespaceLength(0)),
				setting("max event name length", 1, (builder) -> builder.maxEventNameLength(0)),
				setting("max auth bytes", 0, (builder) -> builder.maxAuthBytes(-1)),
				setting("max arguments", 0, (builder) -> builder.maxArguments(-1)),
				setting("max packet bytes", 1, (builder) -> builder.maxPacketBytes(0)));
	}

	private static Arguments setting(String name, int min, UnaryOperator<DecoderLimits.Builder> setting) {
		return arguments(name, min, setting);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void tooSmall(String name, int min, UnaryOperator<DecoderLimits.Builder> setting) {
		assertThatIllegalArgumentException().isThrownBy(() -> setting.apply(DecoderLimits.builder()))
			.withMessage("The " + name + " must be at least " + min + ", but is " + (min - 1));
	}

	@Test
	void smallestValuesAreAllowed() {
		DecoderLimits limits = DecoderLimits.builder()
			.maxAttachments(0)
			.maxDepth(1)
			.maxNumberLength(1)
			.maxNamespaceLength(1)
			.maxEventNameLength(1)
			.maxAuthBytes(0)
			.maxArguments(0)
			.maxPacketBytes(1)
			.build();
		assertThat(limits.maxAttachments() + limits.maxAuthBytes() + limits.maxArguments()).isZero();
	}

}
