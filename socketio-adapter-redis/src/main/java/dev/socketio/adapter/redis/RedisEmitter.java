package dev.socketio.adapter.redis;

import java.util.Map;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import io.lettuce.core.XAddArgs;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes emitters that reach the servers of a cluster without being one of them. They need
 * neither a server nor a web library, and only one connection.
 *
 * @since 0.1.0
 */
public final class RedisEmitter {

	private RedisEmitter() {
	}

	/**
	 * Make an emitter. It writes the messages of {@code @socket.io/redis-emitter} with
	 * {@link PubSubOptions}, and those of {@code @socket.io/redis-streams-emitter} with
	 * {@link StreamsOptions}. Node.js has no emitter for {@link ShardedOptions}.
	 * @param connection the connection; it is not closed by the emitter
	 * @return an emitter for the main namespace
	 */
	public static SocketIOEmitter create(RedisConnection connection) {
		RedisConnections redis = connection.connections();
		RedisOptions options = connection.options();
		if (options instanceof PubSubOptions pubSub) {
			return pubSub(redis, pubSub.key(), connection.mapper());
		}
		if (options instanceof ShardedOptions sharded) {
			return sharded(redis, sharded.channelPrefix(), connection.mapper());
		}
		return streams(redis, (StreamsOptions) options, connection.mapper());
	}

	private static SocketIOEmitter pubSub(RedisConnections redis, String key, JsonMapper mapper) {
		PubSubMessages messages = new PubSubMessages(mapper);
		return new ClusterEmitter((namespace, message) -> {
			PubSubChannels channels = PubSubChannels.of(key, namespace);
			String channel = (message instanceof Broadcast broadcast) ? channels.broadcast(broadcast.options())
					: channels.request();
			byte[] payload = pubSub(messages, message);
			return redis.send(key, (commands) -> commands.publish(channel, payload));
		});
	}

	private static byte[] pubSub(PubSubMessages messages, ClusterMessage message) {
		if (message instanceof Broadcast broadcast) {
			return messages.emitterBroadcast(ServerId.EMITTER, broadcast.packet(), broadcast.options());
		}
		if (message instanceof SocketsJoin join) {
			return messages.joinOrLeave(null, PubSubMessages.REMOTE_JOIN, join.options(), join.rooms());
		}
		if (message instanceof SocketsLeave leave) {
			return messages.joinOrLeave(null, PubSubMessages.REMOTE_LEAVE, leave.options(), leave.rooms());
		}
		if (message instanceof DisconnectSockets disconnect) {
			return messages.disconnect(null, disconnect.options(), disconnect.close());
		}
		if (message instanceof ServerSideEmit emit) {
			return messages.serverSideEmit(ServerId.EMITTER, null, emit.packet());
		}
		throw new IllegalArgumentException("Unsupported emitter message: " + message);
	}

	/** For servers of any subscription mode. */
	private static SocketIOEmitter sharded(RedisConnections redis, String channelPrefix, JsonMapper mapper) {
		ClusterMessageCodec codec = new ClusterMessageCodec(mapper);
		return new ClusterEmitter((namespace, message) -> {
			byte[] payload = EnvelopeFormat.write(codec.envelope(ServerId.EMITTER, namespace, message));
			String channel = ShardedAdapter.channel(channelPrefix, namespace);
			return redis.send(channel, (commands) -> commands.spublish(channel, payload));
		});
	}

	/** Writes to the stream of the namespace. */
	private static SocketIOEmitter streams(RedisConnections redis, StreamsOptions options, JsonMapper mapper) {
		ClusterMessageCodec codec = new ClusterMessageCodec(mapper);
		StreamEntries entries = new StreamEntries(codec, options.onlyPlaintext());
		XAddArgs args = XAddArgs.Builder.maxlen(options.maxLen()).approximateTrimming();
		return new ClusterEmitter((namespace, message) -> {
			Map<String, byte[]> fields = entries
				.write(Envelope.of(message.type(), codec.writeForEmitter(message), ServerId.EMITTER, namespace));
			String stream = options.streamOf(namespace);
			return redis.send(stream, (commands) -> commands.xadd(stream, args, fields));
		});
	}

}
