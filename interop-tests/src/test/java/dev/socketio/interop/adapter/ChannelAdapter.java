package dev.socketio.interop.adapter;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.AdapterClose;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.HeartbeatAdapter;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

// tag::adapter[]
/**
 * Carries the messages of a namespace over a {@link Channel}.
 */
final class ChannelAdapter extends HeartbeatAdapter {

	private final Channel.Connection connection;

	private final ChannelMessages messages;

	private final ClusterStatistics statistics;

	ChannelAdapter(LocalNamespace namespace, Channel.Connection connection, ChannelMessages messages,
			ChannelOptions options, ClusterStatistics statistics) {
		super(namespace, ServerId.random(), options.requestTimeout(), options.heartbeatInterval(),
				options.heartbeatTimeout(), statistics); // <1>
		this.connection = connection;
		this.messages = messages;
		this.statistics = statistics;
	}

	/** Take part in the cluster. */
	void enter() {
		this.connection.subscribe(topic(namespace().name()), this::arrived);
		this.connection.subscribe(answerTopic(uid()), this::arrived);
		start(); // <2>
	}

	/** Where all servers listen. */
	static String topic(String namespace) {
		return namespace + "#";
	}

	/** Where one server listens. */
	private String answerTopic(String server) {
		return topic(namespace().name()) + server;
	}

	@Override
	protected Publication publish(ClusterMessage message) {
		published(); // <3>
		return Publication.withoutOffset(send(topic(namespace().name()), message));
	}

	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		return send(answerTopic(requester), message);
	}

	private Mono<Void> send(String topic, ClusterMessage message) {
		byte[] bytes = this.messages.write(uid(), message); // <4>
		if (this.connection.publish(topic, bytes)) {
			this.statistics.published();
			return Mono.empty();
		}
		IllegalStateException error = new IllegalStateException("The channel is closed");
		this.statistics.publicationFailed(error);
		return Mono.error(error); // <5>
	}

	private void arrived(byte[] bytes) {
		try {
			ChannelMessages.Received received = this.messages.read(bytes, namespace().name());
			if (!received.sender().equals(uid())) { // <6>
				this.statistics.received();
				handle(received.sender(), received.message());
			}
		}
		catch (PacketFormatException ex) {
			this.statistics.ignored(topic(namespace().name()), String.valueOf(ex.getMessage())); // <7>
		}
	}

	private void handle(String sender, @Nullable ClusterMessage message) {
		if (message == null) {
			this.statistics.ignored(topic(namespace().name()), "unknown type of message");
			return;
		}
		if (!sender.equals(ServerId.EMITTER)) {
			heard(sender); // <8>
		}
		if (message instanceof AdapterClose) {
			forget(sender);
		}
		greet(message);
		receive(sender, message, null); // <9>
	}

	@Override
	protected boolean isListening() {
		return this.connection.isOpen();
	}

	@Override
	public Mono<Void> close() {
		this.connection.unsubscribe(topic(namespace().name()));
		this.connection.unsubscribe(answerTopic(uid()));
		Mono<Void> closed = super.close();
		return publish(new AdapterClose()).sent().onErrorComplete().then(closed); // <10>
	}

}
// end::adapter[]
