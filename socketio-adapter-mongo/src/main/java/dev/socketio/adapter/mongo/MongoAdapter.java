package dev.socketio.adapter.mongo;

import java.util.List;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.channel.ChannelAdapter;
import dev.socketio.protocol.Packet;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Speaks with servers that use {@code @socket.io/mongo-adapter}.
 */
final class MongoAdapter extends ChannelAdapter {

	private final MongoSessions sessions;

	MongoAdapter(LocalNamespace namespace, MongoConnection connection) {
		super(namespace, connection.uid(), connection.channel());
		this.sessions = new MongoSessions(connection, namespace);
	}

	/** Take part in the cluster. */
	MongoAdapter entered() {
		enter();
		return this;
	}

	@Override
	protected boolean hasOffsets() {
		return namespace().recovery() != null;
	}

	/** All servers get it, so it replaces a heartbeat. */
	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		Mono<Void> response = super.respond(requester, message);
		published();
		return response;
	}

	@Override
	protected @Nullable ClusterMessage read(Envelope envelope) {
		return (envelope.type() != MongoDocuments.SESSION) ? super.read(envelope) : null;
	}

	/** There is no goodbye in this protocol. */
	@Override
	protected Mono<Void> sayGoodbye() {
		return Mono.empty();
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

}
