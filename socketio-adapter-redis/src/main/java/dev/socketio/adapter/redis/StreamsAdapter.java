package dev.socketio.adapter.redis;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterAdapter;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.adapter.cluster.channel.Inbox;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.adapter.redis.internal.SubscriptionKind;
import dev.socketio.adapter.redis.internal.Subscriptions;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks with servers that use {@code @socket.io/redis-streams-adapter}. Operations on
 * clients go through a stream and can be read again, requests and answers go through
 * channels.
 */
final class StreamsAdapter extends ClusterAdapter implements RedisAdapter, Inbox.Receiver {

	private static final int PAGE = 1000;

	private final RedisConnections redis;

	private final StreamsOptions options;

	private final Streams streams;

	private final StreamWriter writer;

	private final String stream;

	private final StreamEntries entries;

	private final ClusterMessageCodec codec;

	private final SessionStore sessions;

	private final Subscriptions.Receiver messages = this::receiveMessage;

	private final String channel;

	private final String responseChannel;

	StreamsAdapter(LocalNamespace namespace, RedisConnections redis, Streams streams, StreamsOptions options,
			JsonMapper mapper) {
		super(namespace, ServerId.random(), options.requestTimeout(), redis.statistics());
		this.redis = redis;
		this.options = options;
		this.streams = streams;
		this.stream = options.streamOf(namespace.name());
		this.writer = streams.writer(this.stream);
		this.codec = new ClusterMessageCodec(mapper);
		this.entries = new StreamEntries(this.codec, options.onlyPlaintext());
		this.sessions = new SessionStore(redis, options.sessionKeyPrefix(), this.codec.values());
		this.channel = options.channelPrefix() + "#" + namespace.name() + "#";
		this.responseChannel = this.channel + uid() + "#";
		// others count this server by the channel that comes last
		redis.subscriptions().subscribe(kind(), this.messages, this.responseChannel, this.channel);
	}

	private SubscriptionKind kind() {
		return this.options.useShardedPubSub() ? SubscriptionKind.SHARD_CHANNEL : SubscriptionKind.CHANNEL;
	}

	@Override
	public String describe() {
		String stream = this.options.streamName();
		String prefix = this.options.channelPrefix();
		return "redis adapter (streams, " + (stream.equals(prefix) ? stream : stream + ", " + prefix) + ")";
	}

	@Override
	public String prefix() {
		return this.options.channelPrefix();
	}

	@Override
	protected boolean hasOffsets() {
		return namespace().recovery() != null;
	}

	@Override
	protected Publication publish(ClusterMessage message) {
		return isForStream(message) ? this.writer.add(this.entries.write(envelope(message)))
				: Publication.withoutOffset(publish(this.channel, message));
	}

	private Envelope envelope(ClusterMessage message) {
		return this.codec.envelope(uid(), namespace().name(), message);
	}

	private static boolean isForStream(ClusterMessage message) {
		return (message instanceof Broadcast broadcast && broadcast.requestId() == null)
				|| message instanceof SocketsJoin || message instanceof SocketsLeave
				|| message instanceof DisconnectSockets;
	}

	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		return publish(this.channel + requester + "#", message);
	}

	private Mono<Void> publish(String to, ClusterMessage message) {
		byte[] payload = EnvelopeFormat.writeMessagePack(envelope(message));
		return this.redis.send(this.options.useShardedPubSub() ? to : uid(),
				(commands) -> this.options.useShardedPubSub() ? commands.spublish(to, payload)
						: commands.publish(to, payload));
	}

	@Override
	public boolean accepts(Envelope header) {
		return !uid().equals(header.uid());
	}

	/** Receives entries of the stream and messages of the channels. */
	@Override
	public void receive(Envelope envelope, @Nullable String offset) {
		ClusterMessage message = this.codec.message(envelope, namespace().name());
		if (message == null) {
			throw new PacketFormatException("unknown type of message");
		}
		receive(envelope.sender(), message, offset);
	}

	private void receiveMessage(String from, byte[] payload) {
		Envelope envelope = EnvelopeFormat.readMessagePack(payload);
		if (accepts(envelope) && namespace().name().equals(envelope.namespace())) {
			receive(envelope, null);
		}
	}

	@Override
	public Mono<Integer> serverCount() {
		return this.redis.serverCount(kind(), this.channel);
	}

	// recovery

	@Override
	public void persistSession(Session session) {
		RecoveryOptions recovery = namespace().recovery();
		if (recovery != null) {
			this.sessions.save(session, recovery.maxDisconnectionDuration());
		}
	}

	@Override
	public Mono<Session> takeSession(String pid) {
		return hasOffsets() ? this.sessions.take(pid) : Mono.empty();
	}

	@Override
	public Mono<List<Packet>> missedPackets(Session session, String offset) {
		if (!hasOffsets() || !StreamId.isValid(offset)) {
			return Mono.empty();
		}
		return range(Range.Boundary.including(offset), Range.Boundary.including(offset), 1)
			.filter((found) -> !found.isEmpty())
			.flatMap((found) -> collect(session, offset, new ArrayList<>()));
	}

	/**
	 * Page by page, until nothing is left or there is more than a client may have missed.
	 */
	private Mono<List<Packet>> collect(Session session, String offset, List<Packet> missed) {
		return range(Range.Boundary.excluding(offset), Range.Boundary.unbounded(), PAGE).flatMap((page) -> {
			for (StreamMessage<String, byte[]> entry : page) {
				Packet packet = missed(session, entry);
				if (packet != null) {
					missed.add(packet);
				}
			}
			if (missed.size() > maxPackets()) {
				return Mono.empty();
			}
			return (page.size() < PAGE) ? Mono.just(missed)
					: collect(session, page.get(page.size() - 1).getId(), missed);
		});
	}

	private int maxPackets() {
		RecoveryOptions recovery = namespace().recovery();
		return (recovery != null) ? recovery.maxPackets() : 0;
	}

	private Mono<List<StreamMessage<String, byte[]>>> range(Range.Boundary<String> from, Range.Boundary<String> to,
			int count) {
		return Mono.fromFuture(this.redis.commands()
			.xrange(this.stream, Range.from(from, to), Limit.from(count))
			.toCompletableFuture(), true);
	}

	/** The packet of an entry, if it is one that the client has missed. */
	private @Nullable Packet missed(Session session, StreamMessage<String, byte[]> entry) {
		String namespace = StreamEntries.text(entry.getBody(), StreamEntries.NAMESPACE);
		if (!namespace().name().equals(namespace)) {
			return null;
		}
		try {
			return (this.entries.read(entry.getBody()) instanceof Broadcast broadcast && broadcast.requestId() == null
					&& isRecoverable(broadcast.packet(), broadcast.options().flags())
					&& broadcast.options().addresses(session.rooms())) ? broadcast.packet().withArgument(entry.getId())
							: null;
		}
		catch (PacketFormatException ex) {
			return null;
		}
	}

	@Override
	public Mono<Void> close() {
		this.streams.remove(namespace().name(), this);
		return Closing.all(super::close, () -> this.redis.subscriptions()
			.unsubscribe(kind(), this.messages, this.channel, this.responseChannel));
	}

}
