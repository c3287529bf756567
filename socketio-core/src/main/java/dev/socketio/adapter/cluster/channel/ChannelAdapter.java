package dev.socketio.adapter.cluster.channel;

import java.time.Duration;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.AdapterClose;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.HeartbeatAdapter;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The adapter of a namespace on a {@link ClusterChannel}. Subclasses add what a bus has
 * besides messages, such as kept messages for recovery.
 *
 * @since 0.1.0
 */
public class ChannelAdapter extends HeartbeatAdapter implements Inbox.Receiver {

	private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

	private final ClusterChannel channel;

	private volatile boolean closed;

	/**
	 * Create the adapter of a namespace. It takes part in the cluster when it is
	 * {@linkplain #enter() entered}.
	 * @param namespace the namespace
	 * @param uid the id of this server in the namespace
	 * @param channel the channel of the server
	 */
	protected ChannelAdapter(LocalNamespace namespace, String uid, ClusterChannel channel) {
		super(namespace, uid, channel.options().requestTimeout(), channel.options().heartbeatInterval(),
				channel.options().heartbeatTimeout(), channel.statistics());
		this.channel = channel;
	}

	/** Receive messages, and announce this server to the others. To be called once. */
	protected final void enter() {
		this.channel.add(this, namespace().name());
		start();
	}

	final void announceAgain() {
		announce();
	}

	@Override
	public String describe() {
		return this.channel.bus().describe();
	}

	@Override
	protected boolean isListening() {
		return this.channel.isUp();
	}

	@Override
	protected Publication publish(ClusterMessage message) {
		if (isBehindGoodbye(message) || isFutile(message)) {
			return Publication.withoutOffset(Mono.empty());
		}
		Publication publication = this.channel.publisher().publish(envelope(message));
		// not for one that cannot be encoded
		published();
		return publication;
	}

	/**
	 * Heartbeats that have to wait arrive too late, and there may be many. Before the
	 * channel listens, no answer to an announcement would arrive; it is made again then.
	 */
	private boolean isFutile(ClusterMessage message) {
		return message instanceof Heartbeat && !this.channel.isUp()
				|| message instanceof InitialHeartbeat && !this.channel.isListening();
	}

	/** The other servers would count this one again. */
	private boolean isBehindGoodbye(ClusterMessage message) {
		return this.closed && !(message instanceof AdapterClose);
	}

	/** One server alone may get it, so it does not replace a heartbeat. */
	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		if (isBehindGoodbye(message)) {
			return Mono.empty();
		}
		return this.channel.publisher().publish(envelope(message).to(requester)).sent();
	}

	private Envelope envelope(ClusterMessage message) {
		return this.channel.codec().envelope(uid(), namespace().name(), message);
	}

	@Override
	public boolean accepts(Envelope header) {
		return !uid().equals(header.uid()) && (header.requester() == null || header.requester().equals(uid()));
	}

	@Override
	public void receive(Envelope envelope, @Nullable String offset) {
		if (!accepts(envelope)) {
			return;
		}
		this.channel.statistics().received();
		if (envelope.uid() != null && !envelope.uid().equals(ServerId.EMITTER)) {
			heard(envelope.uid());
		}
		ClusterMessage message = read(envelope);
		if (message instanceof AdapterClose) {
			forget(envelope.sender());
		}
		else if (message != null) {
			greet(message);
			receive(envelope.sender(), message, offset);
		}
	}

	/**
	 * Read a message of another server.
	 * @param envelope the message
	 * @return the message, {@code null} if there is nothing to do
	 * @throws PacketFormatException if it is not understood
	 */
	protected @Nullable ClusterMessage read(Envelope envelope) {
		ClusterMessage message = this.channel.codec().message(envelope, namespace().name());
		if (message == null) {
			throw new PacketFormatException("unknown type of message");
		}
		return message;
	}

	/**
	 * Tell the other servers that this one leaves the namespace, so that they do not wait
	 * for its heartbeat timeout.
	 * @return completes when the message has left this process; the adapter is closed
	 * even if it fails
	 */
	protected Mono<Void> sayGoodbye() {
		boolean leaves = this.channel.isListening() && this.channel.publisher().isUp();
		return leaves ? publish(new AdapterClose()).sent() : Mono.empty();
	}

	@Override
	public Mono<Void> close() {
		this.closed = true;
		this.channel.remove(this, namespace().name());
		Mono<Void> released = super.close();
		return sayGoodbye().timeout(GOODBYE_TIMEOUT).onErrorComplete().then(released);
	}

}
