package dev.socketio.listener.support;

import java.util.Objects;

import dev.socketio.listener.Concurrency;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Limits and defaults that apply to all listeners.
 *
 * @since 0.1.0
 */
public final class ListenerOptions {

	/** 10,000 elements, serial events, no messages of exceptions. */
	public static final ListenerOptions DEFAULT = builder().build();

	private final int maxElements;

	private final Concurrency concurrency;

	private final boolean includeMessage;

	private ListenerOptions(Builder builder) {
		this.maxElements = builder.maxElements;
		this.concurrency = builder.concurrency;
		this.includeMessage = builder.includeMessage;
	}

	/**
	 * Return a builder with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return how many elements of a {@code Flux} or {@code Stream} an acknowledgement may
	 * hold.
	 * @return the number of elements, at least 1
	 */
	public int maxElements() {
		return this.maxElements;
	}

	/**
	 * Return the concurrency of listeners that inherit it.
	 * @return the concurrency, not {@link Concurrency#INHERIT}
	 */
	public Concurrency concurrency() {
		return this.concurrency;
	}

	/**
	 * Return whether clients receive the message of unexpected exceptions.
	 * @return {@code true} to send it
	 */
	public boolean isIncludeMessage() {
		return this.includeMessage;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ListenerOptions options && options.maxElements == this.maxElements
				&& options.concurrency == this.concurrency && options.includeMessage == this.includeMessage;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.maxElements, this.concurrency, this.includeMessage);
	}

	@Override
	public String toString() {
		return "ListenerOptions[maxElements=" + this.maxElements + ", concurrency=" + this.concurrency
				+ ", includeMessage=" + this.includeMessage + "]";
	}

	/**
	 * Builds {@link ListenerOptions}.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private int maxElements = 10_000;

		private Concurrency concurrency = Concurrency.SERIAL;

		private boolean includeMessage;

		private Builder() {
		}

		/**
		 * Set how many elements of a {@code Flux} or {@code Stream} an acknowledgement
		 * may hold.
		 * @param maxElements the number of elements, at least 1
		 * @return this builder
		 * @throws IllegalArgumentException if the number is not positive
		 */
		public Builder maxElements(int maxElements) {
			Assert.isTrue(maxElements > 0, "'maxElements' must be positive");
			this.maxElements = maxElements;
			return this;
		}

		/**
		 * Set the concurrency of listeners that inherit it.
		 * @param concurrency the concurrency, not {@link Concurrency#INHERIT}
		 * @return this builder
		 * @throws IllegalArgumentException if there is nothing to inherit from
		 */
		public Builder concurrency(Concurrency concurrency) {
			Assert.isTrue(concurrency != Concurrency.INHERIT, "'concurrency' must be SERIAL or CONCURRENT");
			this.concurrency = concurrency;
			return this;
		}

		/**
		 * Set whether clients receive the message of unexpected exceptions.
		 * @param includeMessage {@code true} to send it
		 * @return this builder
		 */
		public Builder includeMessage(boolean includeMessage) {
			this.includeMessage = includeMessage;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public ListenerOptions build() {
			return new ListenerOptions(this);
		}

	}

}
