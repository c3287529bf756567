package dev.socketio.interop.features;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO session that answers pings, and collects messages until a test wants them.
 */
abstract class Link implements AutoCloseable {

	/** What {@link #poll(Duration)} returns at the end of the session. */
	static final Object CLOSED = new Object();

	private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();

	private volatile boolean answersPings = true;

	private volatile String end = "";

	/**
	 * Return the id of the session.
	 * @return the id
	 */
	abstract String sid();

	/**
	 * Send messages, all of them at once.
	 * @param messages a {@code String} for each text message, a {@code byte[]} for each
	 * binary one
	 */
	abstract void send(Object... messages);

	/**
	 * Send an Engine.IO packet.
	 * @param packet the packet with its type
	 */
	abstract void sendPacket(String packet);

	/**
	 * Send messages and close the session, in such a way that the server gets everything
	 * at once.
	 * @param messages the messages
	 */
	abstract void closeBehind(String... messages);

	/** Lose the TCP connection in the middle of whatever happens. */
	abstract void cut();

	/** Close the session as a client does that has no more use for it. */
	@Override
	public abstract void close();

	void ignorePings() {
		this.answersPings = false;
	}

	/**
	 * Wait for the next message.
	 * @param timeout how long to wait
	 * @return a {@code String}, a {@code byte[]}, {@link #CLOSED} or {@code null}
	 */
	@Nullable Object poll(Duration timeout) {
		try {
			Object next = this.inbox.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
			if (next == CLOSED) {
				this.inbox.add(CLOSED);
			}
			return next;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what is known about the end of the session.
	 * @return a text for failure messages
	 */
	String end() {
		return this.end;
	}

	void ended(String details) {
		this.end = details;
	}

	void received(Object message) {
		this.inbox.add(message);
	}

	/** Returns whether the session goes on. */
	boolean receivedPacket(String packet) {
		switch (packet.charAt(0)) {
			case '1' -> {
				ended("close packet");
				return false;
			}
			case '2' -> {
				if (this.answersPings) {
					sendPacket("3");
				}
			}
			case '4' -> received(packet.substring(1));
			default -> {
			}
		}
		return true;
	}

	void start(Runnable reader) {
		Thread thread = new Thread(() -> {
			try {
				reader.run();
			}
			catch (RuntimeException | AssertionError ex) {
				this.end = ex.toString();
			}
			finally {
				received(CLOSED);
			}
		}, "link");
		thread.setDaemon(true);
		thread.start();
	}

}
