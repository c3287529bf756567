package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.redis.connection.RedisConnections;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import dev.socketio.protocol.codec.ValueCodec;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps sessions of disconnected clients in Redis, where any server of the cluster can
 * take them, once.
 */
final class SessionStore {

	private final RedisConnections redis;

	private final String keyPrefix;

	private final ValueCodec values;

	SessionStore(RedisConnections redis, String keyPrefix, ValueCodec values) {
		this.redis = redis;
		this.keyPrefix = keyPrefix;
		this.values = values;
	}

	void save(Session session, Duration lifetime) {
		byte[] value = write(session, this.values);
		this.redis.commands()
			.set(this.keyPrefix + session.pid(), value, SetArgs.Builder.px(lifetime))
			.whenComplete((ok, error) -> {
				if (error != null) {
					this.redis.statistics().error(error);
				}
			});
	}

	static byte[] write(Session session, ValueCodec values) {
		ObjectNode tree = JsonNodeFactory.instance.objectNode();
		tree.put("sid", session.sid());
		tree.put("pid", session.pid());
		tree.set("rooms", ClusterMessageCodec.strings(session.rooms()));
		ObjectNode data = tree.putObject("data");
		session.data().forEach((key, value) -> data.set(key, values.of(value)));
		return Base64.getEncoder().encode(MsgpackTreeCodec.write(tree));
	}

	Mono<Session> take(String pid) {
		return Mono.fromFuture(this.redis.commands().getdel(this.keyPrefix + pid).toCompletableFuture(), true)
			.mapNotNull((value) -> read(value, pid));
	}

	private @Nullable Session read(byte[] value, String pid) {
		try {
			JsonNode tree = MsgpackTreeCodec.read(Base64.getDecoder().decode(value));
			String sid = tree.path("sid").asString("");
			if (sid.isEmpty()) {
				throw new PacketFormatException("no id");
			}
			Map<String, @Nullable Object> data = new LinkedHashMap<>();
			tree.path("data")
				.properties()
				.forEach((entry) -> data.put(entry.getKey(), ValueCodec.value(entry.getValue())));
			return new Session(sid, pid, ClusterMessageCodec.readRooms(tree.path("rooms")), data, null);
		}
		catch (PacketFormatException | IllegalArgumentException ex) {
			this.redis.statistics().ignored("a session key", Objects.requireNonNullElse(ex.getMessage(), "invalid"));
			return null;
		}
	}

}
