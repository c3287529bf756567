package dev.socketio.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How annotated listeners are called.
 */
public class ListenerProperties {

	/**
	 * Maximum number of events of a socket that wait for earlier ones to be handled. When
	 * there are more, the connection is not read for a while.
	 */
	private int maxPending = 128;

	/**
	 * Maximum number of elements of a Flux or Stream that acknowledges an event.
	 */
	private int maxElements = 10000;

	/**
	 * Name of the Executor bean that calls listeners which may block. The application's
	 * task executor by default.
	 */
	private @Nullable String executor;

	private final Errors errors = new Errors();

	public int getMaxPending() {
		return this.maxPending;
	}

	public void setMaxPending(int maxPending) {
		this.maxPending = maxPending;
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

	public Errors getErrors() {
		return this.errors;
	}

	/**
	 * What clients are told about failures.
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
	 */
	public enum IncludeMessage {

		/** Never. */
		NEVER,

		/** Always; for development. */
		ALWAYS

	}

}
