package dev.socketio.internal;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Generates ids from a secure random source: 20 URL-safe characters that carry 120 bits.
 *
 * @since 0.1.0
 */
public final class RandomIds implements Supplier<String> {

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private final SecureRandom random = new SecureRandom();

	@Override
	public String get() {
		byte[] bytes = new byte[15];
		this.random.nextBytes(bytes);
		return ENCODER.encodeToString(bytes);
	}

}
