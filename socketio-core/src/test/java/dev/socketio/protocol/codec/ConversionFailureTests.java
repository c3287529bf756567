package dev.socketio.protocol.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whatever exception a conversion ends with, it is a fault of the argument; errors are
 * none. For all kinds of arguments alike.
 */
class ConversionFailureTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(new SimpleModule().addDeserializer(Faulty.class, new FaultyDeserializer()))
		.build();

	enum Kind {

		JSON {

			@Override
			Arguments arguments(String hidden, String failure) {
				return Packets
					.text(new JsonPacketCodec(MAPPER).decoder(DecoderLimits.DEFAULT),
							"2[\"e\",\"%s\",{\"failure\":\"%s\"},1e99999999999,\"%1$s\"]".formatted(hidden, failure))
					.arguments();
			}

		},

		BINARY {

			@Override
			Arguments arguments(String hidden, String failure) {
				PacketDecoder decoder = new JsonPacketCodec(MAPPER).decoder(DecoderLimits.DEFAULT);
				Packets.text(decoder,
						"51-[\"e\",\"%s\",{\"failure\":\"%s\",\"b\":{\"_placeholder\":true,\"num\":0}},1e99999999999,\"%1$s\"]"
							.formatted(hidden, failure));
				return decoder.binary(new byte[1]).arguments();
			}

		},

		MSGPACK {

			@Override
			Arguments arguments(String hidden, String failure) {
				MsgpackPacketCodec codec = new MsgpackPacketCodec(MAPPER);
				Packet packet = Packet.event("/", "e", hidden, Map.of("failure", failure), "1e99999999999", hidden);
				return codec.decoder(DecoderLimits.DEFAULT).binary(codec.encode(packet).content()).arguments();
			}

		},

		VALUES {

			@Override
			Arguments arguments(String hidden, String failure) {
				return new JsonPacketCodec(MAPPER)
					.arguments(List.of(hidden, Map.of("failure", failure), "1e99999999999", hidden));
			}

		};

		abstract Arguments arguments(String hidden, String failure);

	}

	static Stream<org.junit.jupiter.params.provider.Arguments> exceptions() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream
				.of(NumberFormatException.class, ArithmeticException.class, DateTimeException.class,
						IllegalArgumentException.class, IllegalStateException.class, UncheckedIOException.class,
						NullPointerException.class, ClassCastException.class)
				.map((type) -> arguments(kind, type)));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void exceptionIsAFaultOfTheArgument(Kind kind, Class<? extends Exception> type) {
		Arguments args = kind.arguments("secret", type.getSimpleName());
		assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> args.get(1, Faulty.class))
			.withMessage("Argument 1 cannot be read as " + Faulty.class.getName())
			.withCauseInstanceOf(Exception.class);
	}

	static Stream<org.junit.jupiter.params.provider.Arguments> kinds() {
		return Stream.of(Kind.values()).map(org.junit.jupiter.params.provider.Arguments::of);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void errorIsNone(Kind kind) {
		Arguments args = kind.arguments("secret", "StackOverflowError");
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> args.get(1, Faulty.class));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void refusesInvalidNumbers(Kind kind) {
		Arguments args = kind.arguments("secret\\n", "none");
		for (Class<?> type : List.<Class<?>>of(BigDecimal.class, BigInteger.class, Integer.class, int.class)) {
			assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> args.get(2, type))
				.satisfies((ex) -> assertThat(ex.index()).isEqualTo(2));
			assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> args.get(3, type))
				.withMessage("Argument 3 cannot be read as " + type.getName());
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void typeIsRequired(Kind kind) {
		Arguments args = kind.arguments("a", "none");
		for (int index : new int[] { 0, 9 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> args.get(index, (Class<?>) null))
				.withMessage("type must not be null");
		}
	}

	static final class Faulty {

	}

	private static final class FaultyDeserializer extends ValueDeserializer<Faulty> {

		@Override
		public Faulty deserialize(JsonParser parser, DeserializationContext context) {
			String failure = context.readTree(parser).get("failure").stringValue();
			RuntimeException exception = switch (failure) {
				case "NumberFormatException" -> new NumberFormatException();
				case "ArithmeticException" -> new ArithmeticException();
				case "DateTimeException" -> new DateTimeException("");
				case "IllegalArgumentException" -> new IllegalArgumentException();
				case "IllegalStateException" -> new IllegalStateException();
				case "UncheckedIOException" -> new UncheckedIOException(new IOException());
				case "NullPointerException" -> new NullPointerException();
				case "ClassCastException" -> new ClassCastException();
				case "StackOverflowError" -> throw new StackOverflowError();
				default -> throw new AssertionError(failure);
			};
			throw exception;
		}

	}

}
