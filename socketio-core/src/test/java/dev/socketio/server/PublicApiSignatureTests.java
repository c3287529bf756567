package dev.socketio.server;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The public API is the one in the signature files. A change that is wanted is written to
 * them with {@code -Dsignatures.update=true}.
 */
class PublicApiSignatureTests {

	private static final Path FILES = Path.of("src/test/resources/signatures");

	@ParameterizedTest
	@ValueSource(strings = { "emitter", "server" })
	void publicApiIsTheRecordedOne(String name) throws Exception {
		Path file = FILES.resolve(name + ".txt");
		List<String> present = signatures("dev.socketio." + name);
		if (Boolean.getBoolean("signatures.update")) {
			Files.createDirectories(FILES);
			Files.write(file, present);
		}
		assertThat(present).isNotEmpty().containsExactlyElementsOf(Files.readAllLines(file, StandardCharsets.UTF_8));
	}

	private static List<String> signatures(String packageName) throws IOException, URISyntaxException {
		Path classes = Path.of(SocketIOServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<Path> files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((file) -> file.endsWith(".class") && !file.equals("package-info.class"))
				.map((file) -> load(packageName + "." + file.substring(0, file.length() - ".class".length())))
				.filter(PublicApiSignatureTests::isPublic)
				.flatMap(PublicApiSignatureTests::signatures)
				.sorted()
				.toList();
		}
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name, false, SocketIOServer.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isPublic(Class<?> type) {
		return Modifier.isPublic(type.getModifiers())
				&& (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
	}

	private static Stream<String> signatures(Class<?> type) {
		Stream<Constructor<?>> constructors = Arrays.stream(type.getDeclaredConstructors());
		Stream<Method> methods = Arrays.stream(type.getDeclaredMethods());
		Stream<Field> fields = Arrays.stream(type.getDeclaredFields());
		return Stream
			.of(Stream.of(type.getName() + ": " + type.toGenericString()),
					Stream.concat(constructors, methods)
						.filter(PublicApiSignatureTests::isVisible)
						.map((member) -> type.getName() + ": " + text(member)),
					fields.filter(PublicApiSignatureTests::isVisible)
						.map((field) -> type.getName() + ": " + field.toGenericString()))
			.flatMap((part) -> part);
	}

	private static String text(Executable member) {
		return member.toGenericString();
	}

	private static boolean isVisible(Member member) {
		return !member.isSynthetic()
				&& (Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers()));
	}

}
