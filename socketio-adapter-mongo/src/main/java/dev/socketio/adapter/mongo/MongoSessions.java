package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.SessionCodec;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps sessions of disconnected clients among the documents, where any server of the
 * cluster can take them, once, and finds the events that they have missed.
 */
final class MongoSessions {

	/** Clients do not wait longer; they start anew. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(5);

	private static final Document NEWEST_FIRST = new Document("$natural", -1);

	/**
	 * Nobody finds a session without its private id, and it is removed in time. Node.js
	 * removes it at once, which tells no more; but a document that stays where it is
	 * leaves no gap for another one, so that those behind it stay in their order.
	 */
	private static final Bson TAKEN = Updates.unset("data.pid");

	private final String uid;

	private final MongoConnection connection;

	private final LocalNamespace namespace;

	private final MongoCollection<RawBsonDocument> collection;

	private final SessionCodec codec;

	MongoSessions(String uid, MongoConnection connection, LocalNamespace namespace) {
		this.uid = uid;
		this.connection = connection;
		this.namespace = namespace;
		this.collection = connection.collection().documents();
		this.codec = new SessionCodec(connection.documents().trees().values());
	}

	void save(Session session) {
		this.connection.insert(document(this.codec.encode(session), new ObjectId())).subscribe((stored) -> {
		}, this.connection.statistics()::error);
	}

	private RawBsonDocument document(ObjectNode data, ObjectId id) {
		return this.connection.documents().write(MongoDocuments.SESSION, data, this.uid, this.namespace.name(), id);
	}

	/** Hand out a session, behind what this server itself has stored before. */
	Mono<Session> take(String pid) {
		Bson query = Filters.and(Filters.eq("type", MongoDocuments.SESSION), Filters.eq("data.pid", pid),
				Filters.eq("nsp", this.namespace.name()));
		Mono<RawBsonDocument> document = this.connection.options().addCreatedAtField()
				? Mono.defer(() -> Mono.from(this.collection.findOneAndUpdate(query, TAKEN)))
				: Mono.defer(() -> newest(query, pid));
		return this.connection.settled().then(document).mapNotNull((found) -> read(found, pid)).timeout(MAX_WAIT);
	}

	/**
	 * Nothing can be removed from a capped collection, so that a stone is set. Of several
	 * servers that do so at the same time one is the first.
	 */
	private Mono<RawBsonDocument> newest(Bson query, String pid) {
		return Mono.from(this.collection.find(query).sort(NEWEST_FIRST).limit(1).first())
			.filter((found) -> MongoDocuments.read(found).data().has("sid"))
			.flatMap((found) -> {
				ObjectId stone = new ObjectId();
				return this.connection.insert(document(tombstone(pid), stone))
					.then(Mono.defer(() -> firstBehind(query, found.getObjectId("_id"))))
					.filter((first) -> first.equals(new BsonObjectId(stone)))
					.map((first) -> found);
			});
	}

	private Mono<BsonValue> firstBehind(Bson query, BsonObjectId session) {
		return Flux.from(this.collection.find(query).sort(NEWEST_FIRST))
			.map((found) -> found.get("_id"))
			.takeUntil(session::equals)
			.collectList()
			.filter((ids) -> ids.size() > 1 && session.equals(ids.get(ids.size() - 1)))
			.map((ids) -> ids.get(ids.size() - 2));
	}

	static ObjectNode tombstone(String pid) {
		return JsonNodeFactory.instance.objectNode().put("pid", pid).put("tombstone", true);
	}

	private @Nullable Session read(RawBsonDocument document, String pid) {
		try {
			MongoDocuments.Envelope envelope = MongoDocuments.read(document);
			return isExpired(envelope.id()) ? null : this.codec.decode(envelope.data(), pid);
		}
		catch (PacketFormatException ex) {
			this.connection.statistics()
				.ignored(this.connection.collection().toString(), String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private boolean isExpired(@Nullable String id) {
		RecoveryOptions recovery = this.namespace.recovery();
		if (recovery == null || id == null || !ObjectId.isValid(id)) {
			return recovery == null;
		}
		// ids have whole seconds
		Instant oldest = Instant.now().minus(recovery.maxDisconnectionDuration()).minusSeconds(1);
		return new ObjectId(id).getDate().toInstant().isBefore(oldest);
	}

	/**
	 * Go back from the newest document to the one with the offset: ids are not in the
	 * order in which documents were stored when several servers store them in the same
	 * second.
	 */
	Mono<List<Packet>> missed(Session session, ObjectId offset) {
		Bson broadcasts = Filters.and(Filters.eq("type", Broadcast.TYPE), Filters.eq("nsp", this.namespace.name()));
		Bson known = Filters.and(Filters.eq("_id", offset), broadcasts);
		return this.connection.settled()
			.then(Mono.defer(() -> Mono.from(this.collection.find(known).limit(1).first())))
			.flatMap((found) -> Flux
				.from(this.collection.find(Filters.and(broadcasts, missedOr(offset, session.rooms())))
					.sort(NEWEST_FIRST))
				.map(MongoDocuments::read)
				.takeUntil((document) -> offset.toHexString().equals(document.id()))
				.take(maxPackets() + 2L)
				.collectList())
			.flatMap((documents) -> packets(documents, offset.toHexString()))
			.timeout(MAX_WAIT);
	}

	private static Bson missedOr(ObjectId offset, Set<String> rooms) {
		Bson addressed = Filters.and(
				Filters.or(Filters.size("data.opts.rooms", 0), Filters.in("data.opts.rooms", rooms)),
				Filters.nin("data.opts.except", rooms));
		return Filters.or(Filters.eq("_id", offset), addressed);
	}

	private int maxPackets() {
		RecoveryOptions recovery = this.namespace.recovery();
		return (recovery != null) ? recovery.maxPackets() : 0;
	}

	/** Without what nobody wants late. */
	private Mono<List<Packet>> packets(List<MongoDocuments.Envelope> newestFirst, String offset) {
		int last = newestFirst.size() - 1;
		if (last < 0 || last > maxPackets() || !offset.equals(newestFirst.get(last).id())) {
			return Mono.empty();
		}
		List<Packet> packets = new ArrayList<>();
		for (MongoDocuments.Envelope document : newestFirst.subList(0, last)) {
			Packet packet = packet(document);
			if (packet != null) {
				packets.add(packet);
			}
		}
		Collections.reverse(packets);
		return Mono.just(packets);
	}

	private @Nullable Packet packet(MongoDocuments.Envelope document) {
		try {
			return (this.connection.documents().message(document, this.namespace.name()) instanceof Broadcast broadcast
					&& broadcast.requestId() == null && isRecoverable(broadcast.packet(), broadcast.options().flags())
					&& document.id() != null) ? broadcast.packet().withArgument(document.id()) : null;
		}
		catch (PacketFormatException ex) {
			return null;
		}
	}

	private static boolean isRecoverable(Packet packet, BroadcastFlags flags) {
		return packet.type() == PacketType.EVENT && !packet.hasAckId() && !flags.isVolatile();
	}

}
