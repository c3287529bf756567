package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.SessionCodec;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import dev.socketio.protocol.codec.ValueCodec;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps the sessions of disconnected clients in Redis. Any server of the cluster can take
 * a session, once.
 */
final class SessionStore {

	private final RedisConnections redis;

	private final String keyPrefix;

	private final SessionCodec codec;

	SessionStore(RedisConnections redis, String keyPrefix, ValueCodec values) {
		this.redis = redis;
		this.keyPrefix = keyPrefix;
		this.codec = new SessionCodec(values);
	}

	void save(Session session, Duration lifetime) {
		byte[] value = write(session, this.codec);
		this.redis.commands()
			.set(this.keyPrefix + session.pid(), value, SetArgs.Builder.px(lifetime))
			.whenComplete((ok, error) -> {
				if (error != null) {
					this.redis.statistics().error(error);
				}
			});
	}

	static byte[] write(Session session, SessionCodec codec) {
		return Base64.getEncoder().encode(MsgpackTreeCodec.write(codec.encode(session)));
	}

	Mono<Session> take(String pid) {
		return Mono.fromFuture(this.redis.commands().getdel(this.keyPrefix + pid).toCompletableFuture(), true)
			.mapNotNull((value) -> read(value, pid));
	}

	private @Nullable Session read(byte[] value, String pid) {
		try {
			return this.codec.decode(MsgpackTreeCodec.read(Base64.getDecoder().decode(value)), pid);
		}
		catch (PacketFormatException | IllegalArgumentException ex) {
			this.redis.statistics().ignored("a session key", Objects.requireNonNullElse(ex.getMessage(), "invalid"));
			return null;
		}
	}

}
