package dev.socketio.autoconfigure;

import dev.socketio.listener.Concurrency;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Invocation of annotated listeners.
 *
 * @since 0.1.0
 */
public class ListenerProperties {

	/**
	 * Maximum number of events of a connection, over all its namespaces, that are not
	 * handled yet. Beyond it the connection is not read until half of them are done.
	 */
	private int maxPending = 128;

	/**
	 * Maximum size of the events of a connection, over all its namespaces, that are not
	 * handled yet. Beyond it the connection is not read until half of it is done. Four
	 * times 'max-http-buffer-size' by default.
	 */
	private @Nullable DataSize maxPendingBytes;

	/**
	 * Maximum number of elements of a Flux or Stream that acknowledges an event.
	 */
	private int maxElements = 10000;

	/**
	 * Name of the Executor bean that calls listeners which may block. The application's
	 * task executor by default.
	 */
	private @Nullable String executor;

	/**
	 * Whether events of one socket are handled one after the other, unless a listener or
	 * its class says otherwise: 'serial' or 'concurrent'.
	 */
	private Concurrency concurrency = Concurrency.SERIAL;

	private final Errors errors = new Errors();

	public int getMaxPending() {
		return this.maxPending;
	}

	public void setMaxPending(int maxPending) {
		this.maxPending = maxPending;
	}

	public @Nullable DataSize getMaxPendingBytes() {
		return this.maxPendingBytes;
	}

	public void setMaxPendingBytes(@Nullable DataSize maxPendingBytes) {
		this.maxPendingBytes = maxPendingBytes;
	}

	public int getMaxElements() {
		return this.maxElements;
	}

	public void setMaxElements(int maxElements) {
		this.maxElements = maxElements;
	}

	public @Nullable String getExecutor() {
		return this.executor;
	}

	public void setExecutor(@Nullable String executor) {
		this.executor = executor;
	}

	public Concurrency getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(Concurrency concurrency) {
		this.concurrency = concurrency;
	}

	public Errors getErrors() {
		return this.errors;
	}

	/**
	 * Error messages for clients.
	 *
	 * @since 0.1.0
	 */
	public static class Errors {

		/**
		 * When to tell clients the message of an unexpected exception.
		 */
		private IncludeMessage includeMessage = IncludeMessage.NEVER;

		public IncludeMessage getIncludeMessage() {
			return this.includeMessage;
		}

		public void setIncludeMessage(IncludeMessage includeMessage) {
			this.includeMessage = includeMessage;
		}

	}

	/**
	 * When to tell clients a message.
	 *
	 * @since 0.1.0
	 */
	public enum IncludeMessage {

		/** Never. */
		NEVER,

		/** Always; for development. */
		ALWAYS

	}

}
