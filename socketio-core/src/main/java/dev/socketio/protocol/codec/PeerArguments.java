package dev.socketio.protocol.codec;

import java.io.IOException;
import java.lang.reflect.Type;

import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that are converted when they are read. Every exception of a conversion means
 * that the peer has sent a value that the type cannot hold.
 */
abstract class PeerArguments implements Arguments {

	@Override
	public final @Nullable Object get(int index, Type type) {
		ArgumentChecks.notNull(type, "type");
		if (index < 0 || index >= size()) {
			return null;
		}
		try {
			return read(index, type);
		}
		catch (IOException | RuntimeException ex) {
			throw new ArgumentConversionException(index, type, ex);
		}
	}

	/** Read an argument, whose index is valid. */
	abstract @Nullable Object read(int index, Type type) throws IOException;

}
