package dev.socketio.protocol.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Named.named;

/**
 * The three kinds of arguments (JSON, trees with attachments, Java values) can be read in
 * the same ways.
 */
class ArgumentsTests {

	private static final String JSON = "\"e\",\"text\",42,{\"name\":\"Ann\",\"age\":3},[\"a\",\"b\"],null,true,"
			+ "[{\"name\":\"Bob\",\"age\":4}],\"esc\\\"aped\"";

	static Stream<org.junit.jupiter.params.provider.Arguments> kinds() {
		Arguments values = Packets.CODEC.arguments(Arrays.asList("text", 42, Map.of("name", "Ann", "age", 3),
				List.of("a", "b"), null, true, List.of(Map.of("name", "Bob", "age", 4)), "esc\"aped"));
		DecodedPacket text = Packets.decode("2[" + JSON + "]");
		DecodedPacket binary = Packets.decode("51-[" + JSON + "]", new byte[1]);
		return Stream.of(named("values", values), named("JSON", text.arguments()), named("trees", binary.arguments()))
			.map(org.junit.jupiter.params.provider.Arguments::of);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void readAsNaturalTypes(Arguments args) {
		assertThat(args.size()).isEqualTo(8);
		assertThat(args.toList()).containsExactly("text", 42, Map.of("name", "Ann", "age", 3), List.of("a", "b"), null,
				true, List.of(Map.of("name", "Bob", "age", 4)), "esc\"aped");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void readAsTypes(Arguments args) {
		assertThat(args.get(0, String.class)).isEqualTo("text");
		assertThat(args.get(7, String.class)).isEqualTo("esc\"aped");
		assertThat(args.get(0, CharSequence.class)).hasToString("text");
		assertThat(args.get(1, Integer.class)).isEqualTo(42);
		assertThat(args.get(1, int.class)).isEqualTo(42);
		assertThat(args.get(1, Long.class)).isEqualTo(42L);
		assertThat(args.get(1, double.class)).isEqualTo(42.0);
		assertThat(args.get(2, Person.class)).isEqualTo(new Person("Ann", 3));
		assertThat(args.get(3, String[].class)).containsExactly("a", "b");
		assertThat(args.get(5, Boolean.class)).isTrue();
		assertThat(args.get(2, JsonNode.class).get("name").stringValue()).isEqualTo("Ann");
		assertThat(args.get(2, Object.class)).isEqualTo(Map.of("name", "Ann", "age", 3));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void readAsGenericTypes(Arguments args) {
		List<String> strings = args.get(3, new TypeRef<List<String>>() {
		});
		assertThat(strings).containsExactly("a", "b");
		List<Person> persons = args.get(6, new TypeRef<List<Person>>() {
		});
		assertThat(persons).containsExactly(new Person("Bob", 4));
		Optional<Person> person = args.get(2, new TypeRef<Optional<Person>>() {
		});
		assertThat(person).contains(new Person("Ann", 3));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void absentAndNullAreNull(Arguments args) {
		assertThat(args.get(4)).isNull();
		assertThat(args.get(4, String.class)).isNull();
		assertThat(args.get(4, Person.class)).isNull();
		assertThat(args.get(8)).isNull();
		assertThat(args.get(-1, String.class)).isNull();
		assertThat(args.get(Integer.MAX_VALUE)).isNull();
		assertThat(args.get(Integer.MAX_VALUE / 2 + 1)).isNull();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void otherShapesFail(Arguments args) {
		assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> args.get(0, Person.class))
			.satisfies((ex) -> assertThat(ex.index()).isZero())
			.withMessageContaining("Argument 0")
			.withMessageContaining("Person")
			.withCauseInstanceOf(Exception.class);
		assertThatExceptionOfType(ArgumentConversionException.class)
			.isThrownBy(() -> args.get(6, new TypeRef<List<Integer>>() {
			}))
			.satisfies((ex) -> assertThat(ex.index()).isEqualTo(6));
		assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> args.get(2, String.class));
	}

	@Test
	void valuesAreCopiedOnce() {
		List<Object> values = new java.util.ArrayList<>(List.of("a"));
		Arguments args = Packets.CODEC.arguments(values);
		values.add("b");
		assertThat(args.toList()).containsExactly("a");
	}

	@Test
	void returnsValuesOfTheRequestedTypeUnchanged() {
		Person person = new Person("Ann", 3);
		byte[] bytes = { 1 };
		Arguments args = Packets.CODEC.arguments(List.of(person, bytes));
		assertThat(args.get(0, Person.class)).isSameAs(person);
		assertThat(args.get(1, byte[].class)).isSameAs(bytes);
		assertThat(args.get(0, new TypeRef<Map<String, Object>>() {
		})).isEqualTo(Map.of("name", "Ann", "age", 3));
	}

	@Test
	void attachmentsCanBeReadInsideOfTypes() {
		Arguments args = Packets
			.decode("51-[\"e\",{\"name\":\"f\",\"content\":{\"_placeholder\":true,\"num\":0}}]", new byte[] { 7 })
			.arguments();
		assertThat(args.get(0, PayloadTests.Upload.class).content()).containsExactly(7);
		assertThat(args.get(0, JsonNode.class).get("content").isBinary()).isTrue();
	}

	@Test
	void typeReferenceNeedsItsArgument() {
		assertThatIllegalStateException().isThrownBy(RawTypeRef::new);
	}

	record Person(String name, int age) {
	}

	@SuppressWarnings("rawtypes")
	private static final class RawTypeRef extends TypeRef {

	}

}
