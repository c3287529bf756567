package dev.socketio.adapter.redis;

import java.util.HashSet;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.RoomListener;
import dev.socketio.adapter.cluster.ClusterAdapter;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.adapter.redis.internal.SubscriptionKind;
import dev.socketio.adapter.redis.internal.Subscriptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks with servers that use {@code createShardedAdapter} of
 * {@code @socket.io/redis-adapter}.
 */
final class ShardedAdapter extends ClusterAdapter implements RedisAdapter {

	/** Rooms with names of this length are taken for those of single sockets. */
	private static final int SOCKET_ID_LENGTH = 20;

	private final RedisConnections redis;

	private final ClusterStatistics statistics;

	private final ShardedOptions options;

	private final ClusterMessageCodec codec;

	private final String channel;

	private final String responseChannel;

	private final Subscriptions.Receiver messages = this::receiveMessage;

	private final Subscriptions.Receiver answers = this::receiveAnswer;

	/** Rooms whose channels are subscribed to, guarded by itself. */
	private final Set<String> subscribedRooms = new HashSet<>();

	/** Guarded by the rooms. */
	private boolean closed;

	ShardedAdapter(LocalNamespace namespace, RedisConnections redis, ShardedOptions options, JsonMapper mapper) {
		super(namespace, ServerId.random(), options.requestTimeout(), redis.statistics());
		this.redis = redis;
		this.statistics = redis.statistics();
		this.options = options;
		this.codec = new ClusterMessageCodec(mapper);
		this.channel = channel(options.channelPrefix(), namespace.name());
		this.responseChannel = this.channel + uid() + "#";
		// others count this server by the channel that comes last
		redis.subscriptions().subscribe(SubscriptionKind.SHARD_CHANNEL, this.answers, this.responseChannel);
		redis.subscriptions().subscribe(SubscriptionKind.SHARD_CHANNEL, this.messages, this.channel);
		if (options.subscriptionMode() != SubscriptionMode.STATIC) {
			addRoomListener(new RoomSubscriber());
		}
	}

	static String channel(String prefix, String namespace) {
		return prefix + "#" + namespace + "#";
	}

	@Override
	public String describe() {
		return "redis adapter (sharded, " + this.options.channelPrefix() + ")";
	}

	@Override
	public String prefix() {
		return this.options.channelPrefix();
	}

	@Override
	protected Publication publish(ClusterMessage message) {
		return Publication.withoutOffset(publish(channelOf(message), message));
	}

	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		return publish(this.channel + requester + "#", message);
	}

	private Mono<Void> publish(String to, ClusterMessage message) {
		byte[] payload = EnvelopeFormat.write(this.codec.envelope(uid(), namespace().name(), message));
		return this.redis.send(to, (commands) -> commands.spublish(to, payload));
	}

	/**
	 * Broadcasts to one room have the channel of the room, if servers subscribe to it.
	 */
	private String channelOf(ClusterMessage message) {
		if (message instanceof Broadcast broadcast && broadcast.requestId() == null) {
			BroadcastOptions target = broadcast.options();
			if (target.rooms().size() == 1) {
				String room = target.rooms().iterator().next();
				return hasOwnChannel(room) ? roomChannel(room) : this.channel;
			}
		}
		return this.channel;
	}

	private boolean hasOwnChannel(String room) {
		return switch (this.options.subscriptionMode()) {
			case STATIC -> false;
			case DYNAMIC -> room.length() != SOCKET_ID_LENGTH;
			case DYNAMIC_PRIVATE -> true;
		};
	}

	private String roomChannel(String room) {
		return this.channel + room + "#";
	}

	private void receiveMessage(String from, byte[] payload) {
		Envelope envelope = EnvelopeFormat.read(payload);
		if (!uid().equals(envelope.uid()) && namespace().name().equals(envelope.namespace())) {
			ClusterMessage message = message(from, envelope);
			if (message != null) {
				receive(envelope.sender(), message, null);
			}
		}
	}

	private void receiveAnswer(String from, byte[] payload) {
		Envelope envelope = EnvelopeFormat.read(payload);
		ClusterMessage message = message(from, envelope);
		if (message != null && !receiveResponse(envelope.sender(), message)) {
			this.statistics.ignored(from, "no answer");
		}
	}

	private @Nullable ClusterMessage message(String from, Envelope envelope) {
		ClusterMessage message = this.codec.message(envelope, namespace().name());
		if (message == null) {
			this.statistics.ignored(from, "unknown type of message");
		}
		return message;
	}

	@Override
	public Mono<Integer> serverCount() {
		return this.redis.serverCount(SubscriptionKind.SHARD_CHANNEL, this.channel);
	}

	@Override
	public Mono<Void> close() {
		return Closing.all(super::close, this::unsubscribeRooms,
				() -> this.redis.subscriptions()
					.unsubscribe(SubscriptionKind.SHARD_CHANNEL, this.messages, this.channel),
				() -> this.redis.subscriptions()
					.unsubscribe(SubscriptionKind.SHARD_CHANNEL, this.answers, this.responseChannel));
	}

	private Mono<Void> unsubscribeRooms() {
		synchronized (this.subscribedRooms) {
			this.closed = true;
			String[] channels = this.subscribedRooms.stream().map(this::roomChannel).toArray(String[]::new);
			this.subscribedRooms.clear();
			return this.redis.subscriptions().unsubscribe(SubscriptionKind.SHARD_CHANNEL, this.messages, channels);
		}
	}

	/**
	 * Subscribes to the channels of rooms that have members here.
	 */
	private final class RoomSubscriber implements RoomListener {

		@Override
		public void onCreateRoom(String room) {
			if (isPublic(room)) {
				synchronized (ShardedAdapter.this.subscribedRooms) {
					if (!ShardedAdapter.this.closed && ShardedAdapter.this.subscribedRooms.add(room)) {
						subscriptions().subscribe(SubscriptionKind.SHARD_CHANNEL, ShardedAdapter.this.messages,
								roomChannel(room));
					}
				}
			}
		}

		@Override
		public void onDeleteRoom(String room) {
			synchronized (ShardedAdapter.this.subscribedRooms) {
				if (ShardedAdapter.this.subscribedRooms.remove(room)) {
					subscriptions().unsubscribe(SubscriptionKind.SHARD_CHANNEL, ShardedAdapter.this.messages,
							roomChannel(room));
				}
			}
		}

		/** Whether the room needs a subscription: that of a socket has its id as name. */
		private boolean isPublic(String room) {
			return ShardedAdapter.this.options.subscriptionMode() == SubscriptionMode.DYNAMIC_PRIVATE
					|| namespace().socket(room) == null;
		}

		private Subscriptions subscriptions() {
			return ShardedAdapter.this.redis.subscriptions();
		}

	}

}
