package dev.socketio.adapter.cluster.channel;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages of one server and passes them on to its namespaces. Its methods
 * never throw: a message that is malformed, or whose listener fails, does not affect the
 * next ones. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Inbox {

	/** Duplicates come within seconds; this is some minutes of heavy traffic. */
	private static final int MAX_RECENT = 10_000;

	private final String source;

	private final ClusterStatistics statistics;

	private final Runnable whenRestored;

	private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

	/** The ids of received messages, oldest first. */
	private final Set<String> recent = new LinkedHashSet<>();

	/**
	 * Create an inbox.
	 * @param source the name of the bus for logs
	 * @param statistics counts errors and ignored messages
	 * @param whenRestored called when messages arrive again after an interruption
	 */
	public Inbox(String source, ClusterStatistics statistics, Runnable whenRestored) {
		this.source = source;
		this.statistics = statistics;
		this.whenRestored = whenRestored;
	}

	/**
	 * Add the receiver of a namespace.
	 * @param namespace the name of the namespace
	 * @param receiver takes its messages
	 */
	public void add(String namespace, Receiver receiver) {
		this.receivers.put(namespace, receiver);
	}

	/**
	 * Remove the receiver of a namespace, unless another one has taken its place.
	 * @param namespace the name of the namespace
	 * @param receiver the receiver
	 */
	public void remove(String namespace, Receiver receiver) {
		this.receivers.remove(namespace, receiver);
	}

	/**
	 * Receive a message that has to be decoded to find its namespace. Messages for
	 * namespaces that this server does not have are ignored without being counted.
	 * @param message decodes the message; may throw a {@link PacketFormatException} and
	 * everything else
	 * @param offset the offset of the message, {@code null} if it has none
	 */
	public void receive(Callable<Envelope> message, @Nullable String offset) {
		ApplicationCode.run(() -> {
			Envelope envelope = message.call();
			Receiver receiver = receiver(envelope);
			if (receiver != null) {
				receiver.receive(envelope, offset);
			}
		}, this::failed);
	}

	/**
	 * Receive a message that the bus delivers with a header. It is decoded only if this
	 * server needs it, which saves the work for its own messages and for answers to other
	 * servers.
	 * @param header the namespace and, if they are known, the sender and the requester
	 * @param message decodes the message; may throw a {@link PacketFormatException} and
	 * everything else
	 * @param offset the offset of the message, {@code null} if it has none
	 */
	public void receive(Envelope header, Callable<Envelope> message, @Nullable String offset) {
		Receiver receiver = receiver(header);
		if (receiver != null && receiver.accepts(header)) {
			ApplicationCode.run(() -> receiver.receive(message.call(), offset), this::failed);
		}
	}

	private @Nullable Receiver receiver(Envelope header) {
		return (header.namespace() != null) ? this.receivers.get(header.namespace()) : null;
	}

	/**
	 * Return whether a message has not been received before, and remember it. Buses that
	 * deliver a message more than once ask before they call {@link #receive}.
	 * @param messageId the id that the bus has given the message
	 * @return {@code false} for the second and further calls with an id
	 */
	public boolean isNew(String messageId) {
		synchronized (this.recent) {
			if (!this.recent.add(messageId)) {
				return false;
			}
			if (this.recent.size() > MAX_RECENT) {
				Iterator<String> oldest = this.recent.iterator();
				oldest.next();
				oldest.remove();
			}
			return true;
		}
	}

	private void failed(Throwable error) {
		if (error instanceof PacketFormatException) {
			ignored(String.valueOf(error.getMessage()));
		}
		else {
			error(error);
		}
	}

	/**
	 * Report a message that is not understood.
	 * @param reason what is wrong with it
	 */
	public void ignored(String reason) {
		this.statistics.ignored(this.source, reason);
	}

	/**
	 * Report an error of the bus.
	 * @param error the error
	 */
	public void error(Throwable error) {
		this.statistics.error(error);
	}

	/**
	 * Report that an unknown number of messages of other servers has been missed.
	 * @param error the reason
	 */
	public void gap(Throwable error) {
		this.statistics.gap(error);
	}

	/**
	 * Report that messages arrive again after an interruption. Other servers may have
	 * come or may have forgotten this one, so all namespaces announce themselves again.
	 */
	public void restored() {
		ApplicationCode.run(this.whenRestored::run, this::error);
	}

	/**
	 * Takes the messages of a namespace.
	 *
	 * @since 0.1.0
	 */
	public interface Receiver {

		/**
		 * Return whether this receiver needs a message.
		 * @param header the message, perhaps without its content
		 * @return {@code false} for messages of this server and answers to others
		 */
		boolean accepts(Envelope header);

		/**
		 * Take a message.
		 * @param envelope the message
		 * @param offset its offset, {@code null} if it has none
		 * @throws PacketFormatException if the message is not understood
		 */
		void receive(Envelope envelope, @Nullable String offset);

	}

}
