package dev.socketio.autoconfigure.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate for the loopback interface that is self-signed, and its key, both as PEM.
 *
 * @param certificate the file of the certificate
 * @param key the file of the key
 */
record Certificate(Path certificate, Path key) {

	private static final String PASSWORD = "secret";

	/** Make one with the tool of the JDK. */
	static Certificate create(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
		Path store = directory.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "redis", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost",
				"-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				store.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("keytool.log").toFile())
			.start();
		assertThat(keytool.waitFor()).as("exit code of keytool").isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return new Certificate(
				write(directory.resolve("redis.crt"), "CERTIFICATE", keys.getCertificate("redis").getEncoded()),
				write(directory.resolve("redis.key"), "PRIVATE KEY",
						keys.getKey("redis", PASSWORD.toCharArray()).getEncoded()));
	}

	private static Path write(Path file, String type, byte[] content) throws IOException {
		String encoded = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(content);
		return Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, encoded, type));
	}

}
