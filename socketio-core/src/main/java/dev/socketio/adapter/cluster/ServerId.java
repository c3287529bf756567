package dev.socketio.adapter.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names for servers and requests, as Node.js servers make them.
 *
 * @since 0.1.0
 */
public final class ServerId {

	/** The id that all emitters share. */
	public static final String EMITTER = "emitter";

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int BYTES = 8;

	private ServerId() {
	}

	/**
	 * Make an id.
	 * @return 16 hexadecimal digits
	 */
	public static String random() {
		byte[] bytes = new byte[BYTES];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
