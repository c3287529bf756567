package dev.socketio.adapter.mongo;

import java.util.List;
import java.util.Objects;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.HeartbeatAdapter;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.protocol.Packet;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Speaks with servers that use {@code @socket.io/mongo-adapter}.
 */
final class MongoAdapter extends HeartbeatAdapter {

	/** What Node.js makes of a sender that did not say who it is. */
	private static final String UNKNOWN_SENDER = "undefined";

	private final MongoBus bus;

	private final MongoConnection connection;

	private final MongoSessions sessions;

	MongoAdapter(LocalNamespace namespace, MongoBus bus) {
		super(namespace, bus.uid(), bus.connection().options().requestTimeout(),
				bus.connection().options().heartbeatInterval(), bus.connection().options().heartbeatTimeout(),
				bus.connection().statistics());
		this.bus = bus;
		this.connection = bus.connection();
		this.sessions = new MongoSessions(bus.uid(), this.connection, namespace);
	}

	/** Take part in the cluster. */
	void enter() {
		this.bus.add(namespace().name(), this);
		start();
	}

	void announceAgain() {
		announce();
	}

	@Override
	public String describe() {
		return "mongo adapter (" + this.connection.collection() + ")";
	}

	@Override
	protected boolean isListening() {
		return this.connection.isUp();
	}

	@Override
	protected boolean hasOffsets() {
		return namespace().recovery() != null;
	}

	@Override
	protected Publication publish(ClusterMessage message) {
		boolean up = this.connection.isUp();
		if (message instanceof Heartbeat && !up) {
			// too late when it arrives, and there may be many
			return Publication.withoutOffset(Mono.empty());
		}
		ObjectId id = new ObjectId();
		Mono<Void> sent = this.connection
			.insert(this.connection.documents().message(uid(), namespace().name(), message, id));
		published();
		return new Publication(up ? sent.thenReturn(id.toHexString()).onErrorComplete() : Mono.empty(), sent);
	}

	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		return publish(message).sent();
	}

	void receive(MongoDocuments.Envelope envelope) {
		String sender = envelope.uid();
		if (sender != null && !sender.equals(ServerId.EMITTER)) {
			heard(sender);
		}
		if (envelope.type() == MongoDocuments.SESSION) {
			return;
		}
		ClusterMessage message = this.connection.documents().message(envelope, namespace().name());
		if (message == null) {
			this.connection.statistics().ignored(this.connection.collection().toString(), "unknown type of message");
			return;
		}
		greet(message);
		receive(Objects.requireNonNullElse(sender, UNKNOWN_SENDER), message, envelope.id());
	}

	// recovery

	@Override
	public void persistSession(Session session) {
		if (hasOffsets()) {
			this.sessions.save(session);
		}
	}

	@Override
	public Mono<Session> takeSession(String pid) {
		return hasOffsets() ? this.sessions.take(pid) : Mono.empty();
	}

	@Override
	public Mono<List<Packet>> missedPackets(Session session, String offset) {
		return (hasOffsets() && ObjectId.isValid(offset)) ? this.sessions.missed(session, new ObjectId(offset))
				: Mono.empty();
	}

	@Override
	public @Nullable String currentOffset() {
		// a client without an offset cannot be recovered by Node.js either
		return null;
	}

	@Override
	public Mono<Void> close() {
		this.bus.remove(namespace().name(), this);
		return super.close();
	}

}
