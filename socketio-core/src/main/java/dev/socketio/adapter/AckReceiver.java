package dev.socketio.adapter;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the answers to a broadcast. Whatever the application does with them, the thread
 * that brings them goes on. Safe for use by several threads if the application's code is.
 *
 * @since 0.1.0
 */
public final class AckReceiver {

	private static final Logger logger = LoggerFactory.getLogger(AckReceiver.class);

	private final IntConsumer clientCount;

	private final Consumer<Arguments> ack;

	/**
	 * Create a receiver.
	 * @param clientCount takes the number of clients, once for each server
	 * @param ack takes each acknowledgement
	 */
	public AckReceiver(IntConsumer clientCount, Consumer<Arguments> ack) {
		this.clientCount = clientCount;
		this.ack = ack;
	}

	/**
	 * Take the number of clients of a server. Never throws.
	 * @param count the number of clients
	 */
	public void clientCount(int count) {
		ApplicationCode.run(() -> this.clientCount.accept(count), AckReceiver::failed);
	}

	/**
	 * Take an acknowledgement. Never throws.
	 * @param answer the answer of a client
	 */
	public void acknowledged(Arguments answer) {
		ApplicationCode.run(() -> this.ack.accept(answer), AckReceiver::failed);
	}

	private static void failed(Throwable error) {
		logger.error("A consumer of the answers to a broadcast failed", error);
	}

}
