package dev.socketio.interop.features;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Socket.IO client that writes its packets by hand. Packets that a test does not ask
 * for are kept in order.
 */
final class Client implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final AtomicInteger IDS = new AtomicInteger(1000);

	private final Link link;

	private final String probe;

	private final List<Packet> received = new ArrayList<>();

	private final Queue<byte[]> attachments = new ArrayDeque<>();

	private boolean closed;

	private String id = "";

	private String pid = "";

	/**
	 * Create a client.
	 * @param link its session
	 * @param probe a command that is always acknowledged and changes nothing
	 */
	Client(Link link, String probe) {
		this.link = link;
		this.probe = probe;
	}

	Link link() {
		return this.link;
	}

	/**
	 * Return the id in the namespace that was joined last.
	 * @return the id of the socket
	 */
	String id() {
		return this.id;
	}

	/**
	 * Return the private id that recovers the session of {@link #id()}.
	 * @return the private id, empty if there is none
	 */
	String pid() {
		return this.pid;
	}

	/**
	 * Send Socket.IO packets, over polling all of them in one request.
	 * @param packets a {@code String} for each packet, a {@code byte[]} for each
	 * attachment
	 */
	void send(Object... packets) {
		this.link.send(packets);
	}

	Client join(String namespace) {
		return join(namespace, "");
	}

	/**
	 * Join a namespace.
	 * @param namespace the namespace
	 * @param auth the payload, or an empty text
	 * @return this client
	 */
	Client join(String namespace, String auth) {
		send("0" + namespace + "," + auth);
		JsonNode payload = await((packet) -> packet.type() == '0' && packet.namespace().equals(namespace)).data();
		this.id = payload.get("sid").stringValue();
		this.pid = payload.path("pid").asString("");
		return this;
	}

	/**
	 * Emit an event in the main namespace.
	 * @param event the name
	 * @param args the arguments, as lenient JSON
	 */
	void emit(String event, String... args) {
		send("2" + Json.strict(array(event, args)));
	}

	/**
	 * Emit an event in the main namespace and wait for its acknowledgement.
	 * @param event the name
	 * @param args the arguments, as lenient JSON
	 * @return the first argument of the acknowledgement, a missing node if there is none
	 */
	JsonNode ask(String event, String... args) {
		return answer(askLater(event, args)).path(0);
	}

	/**
	 * Emit an event that is acknowledged at some time.
	 * @param event the name
	 * @param args the arguments, as lenient JSON
	 * @return the id to wait for
	 */
	String askLater(String event, String... args) {
		String ackId = String.valueOf(IDS.incrementAndGet());
		send("2" + ackId + Json.strict(array(event, args)));
		return ackId;
	}

	JsonNode answer(String ackId) {
		return await((packet) -> packet.isAck(ackId)).data();
	}

	private static String array(String event, String... args) {
		List<String> elements = new ArrayList<>(List.of("'" + event + "'"));
		elements.addAll(List.of(args));
		return "[" + String.join(",", elements) + "]";
	}

	/**
	 * Wait for an event of the main namespace.
	 * @param event the name
	 * @return the packet
	 */
	Packet awaitEvent(String event) {
		return awaitEvent("/", event);
	}

	Packet awaitEvent(String namespace, String event) {
		return await((packet) -> packet.isEvent(namespace, event));
	}

	/**
	 * Wait for a packet; those before it are kept.
	 * @param wanted what to wait for
	 * @return the packet
	 */
	Packet await(Predicate<Packet> wanted) {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		int looked = 0;
		while (true) {
			for (; looked < this.received.size(); looked++) {
				if (wanted.test(this.received.get(looked))) {
					return this.received.remove(looked);
				}
			}
			if (this.closed || !receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
				throw new AssertionError(
						(this.closed ? "Closed: " + this.link.end() : "Not in time") + ", received: " + this.received);
			}
		}
	}

	/**
	 * Wait for the next packet, whatever it is.
	 * @return the packet
	 */
	Packet next() {
		return await((packet) -> true);
	}

	static List<String> texts(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

	/**
	 * Take events of the main namespace, when as many as expected have arrived. More of
	 * them are waited for as long as it takes to exchange packets with the server.
	 * @param event the name
	 * @param expected how many to wait for
	 * @return the arguments of each event
	 */
	List<String> events(String event, int expected) {
		List<Packet> found = new ArrayList<>();
		while (found.size() < expected) {
			found.add(awaitEvent(event));
		}
		ask(this.probe);
		this.received.addAll(0, found);
		return take(event);
	}

	/**
	 * Take the events that have arrived already.
	 * @param event the name
	 * @return the arguments of each event
	 */
	List<String> take(String event) {
		List<String> events = new ArrayList<>();
		for (Iterator<Packet> packets = this.received.iterator(); packets.hasNext();) {
			Packet packet = packets.next();
			if (packet.isEvent("/", event)) {
				packets.remove();
				ArrayNode args = (ArrayNode) packet.data();
				args.remove(0);
				events.add(args.toString());
			}
		}
		return events;
	}

	/**
	 * Wait until the server has closed the session.
	 * @return what has arrived before and was not taken yet
	 */
	List<Packet> awaitClose() {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (!this.closed) {
			assertThat(receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))) || this.closed)
				.as("closed in time, received: %s", this.received)
				.isTrue();
		}
		return List.copyOf(this.received);
	}

	/**
	 * Wait for the next attachment.
	 * @return the data
	 */
	byte[] attachment() {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (this.attachments.isEmpty()) {
			assertThat(receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))).as("attachment").isTrue();
		}
		return this.attachments.remove();
	}

	/**
	 * What has arrived and was not taken yet.
	 * @return the packets, in order
	 */
	List<Packet> received() {
		return List.copyOf(this.received);
	}

	private boolean receive(Duration timeout) {
		Object message = this.link.poll(timeout);
		if (message == Link.CLOSED) {
			this.closed = true;
			return false;
		}
		if (message instanceof String text) {
			this.received.add(Packet.parse(text));
		}
		if (message instanceof byte[] data) {
			this.attachments.add(data);
		}
		return message != null;
	}

	@Override
	public void close() {
		this.link.close();
	}

}
