package dev.socketio.adapter.mongo;

import java.util.List;

import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.channel.BusMessage;
import dev.socketio.adapter.cluster.channel.Inbox;
import dev.socketio.adapter.cluster.channel.MessageBus;
import dev.socketio.adapter.cluster.channel.Outgoing;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A collection as message bus: messages are stored as documents and arrive by a change
 * stream.
 */
final class MongoBus implements MessageBus {

	private final MongoConnection connection;

	private final DocumentSender sender;

	private volatile @Nullable EventStream stream;

	MongoBus(MongoConnection connection) {
		this.connection = connection;
		this.sender = new DocumentSender(connection.collection().documents(), connection.statistics());
	}

	@Override
	public String name() {
		return this.sender.name();
	}

	@Override
	public String describe() {
		return "mongo adapter (" + this.connection.collection() + ")";
	}

	@Override
	public byte[] encode(Envelope envelope) {
		return this.connection.documents().write(envelope, new ObjectId());
	}

	@Override
	public int maxMessageBytes() {
		return this.sender.maxMessageBytes();
	}

	@Override
	public Mono<Void> send(List<Outgoing<BusMessage>> batch) {
		return this.sender.send(batch);
	}

	@Override
	public Mono<Void> verify(List<Outgoing<BusMessage>> doubtful) {
		return this.sender.verify(doubtful);
	}

	@Override
	public Failure failure(Throwable error) {
		return this.sender.failure(error);
	}

	@Override
	public Mono<Void> listen(Inbox inbox) {
		EventStream opened = new EventStream(this.connection, inbox);
		this.stream = opened;
		return opened.open();
	}

	@Override
	public boolean isListening() {
		EventStream opened = this.stream;
		return opened != null && opened.isReading();
	}

	@Override
	public Mono<Void> close() {
		EventStream opened = this.stream;
		return (opened != null) ? Mono.fromRunnable(opened::close) : Mono.empty();
	}

}
