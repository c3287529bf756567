package dev.socketio.interop.socketio;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Socket.IO client of which a case writes the packets.
 */
class Client implements AutoCloseable {

	private static final AtomicInteger IDS = new AtomicInteger(1_000_000);

	private final RawConnection connection;

	Client(RawConnection connection) {
		this.connection = connection;
	}

	RawConnection connection() {
		return this.connection;
	}

	/**
	 * Join a namespace and check the two packets that answer it.
	 * @param namespace the namespace, which must exist
	 * @return the id of the socket
	 */
	String join(String namespace) {
		String prefix = namespace.equals("/") ? "" : namespace + ",";
		send("0" + prefix);
		String id = expectConnected(namespace);
		expectEvent(namespace, "[\"auth\",{}]");
		return id;
	}

	/**
	 * Send packets and attachments, over polling all of them in one request.
	 * @param messages a {@code String} for each text message, a {@code byte[]} for each
	 * attachment
	 */
	void send(Object... messages) {
		this.connection.send(messages);
	}

	Packet receive() {
		return Packet.receive(this.connection);
	}

	String expectConnected(String namespace) {
		Packet packet = receive();
		assertThat(packet.type()).as("type of %s", packet).isEqualTo('0');
		assertThat(packet.namespace()).isEqualTo(namespace);
		assertThat(packet.id()).isEmpty();
		assertThat(packet.payload().propertyNames()).containsExactly("sid");
		String id = packet.payload().get("sid").stringValue();
		assertThat(id).matches("[A-Za-z0-9_-]{20}").isNotEqualTo(this.connection.sessionId());
		return id;
	}

	void expectEvent(String namespace, String json, byte[]... attachments) {
		expect((attachments.length > 0) ? '5' : '2', namespace, "", json, attachments);
	}

	void expectAck(String namespace, String id, String json, byte[]... attachments) {
		expect((attachments.length > 0) ? '6' : '3', namespace, id, json, attachments);
	}

	private void expect(char type, String namespace, String id, String json, byte[]... attachments) {
		Packet packet = receive();
		assertThat(packet.type()).as("type of %s", packet).isEqualTo(type);
		assertThat(packet.namespace()).isEqualTo(namespace);
		assertThat(packet.id()).isEqualTo(id);
		JsonNode expected = (attachments.length > 0) ? Json.parse(json, List.of(attachments)) : Json.parse(json);
		Json.assertSame(packet.payload(), expected);
	}

	/**
	 * Check that a CONNECT packet was refused because the namespace does not exist.
	 * @param namespace the namespace
	 */
	void expectInvalidNamespace(String namespace) {
		expect('4', namespace, "", "{\"message\":\"Invalid namespace\"}");
	}

	/**
	 * Check that the main namespace still answers, and that nothing else was received
	 * before its answer.
	 */
	void roundTrip() {
		String id = Integer.toString(IDS.incrementAndGet());
		send("2" + id + "[\"message-with-ack\",\"round trip\"]");
		expectAck("/", id, "[\"round trip\"]");
	}

	/**
	 * Check that the server closes the session and that no listener has seen anything.
	 */
	void expectClosedWithoutAnswer() {
		assertThat(this.connection.awaitClose()).isEmpty();
	}

	/**
	 * Check that the server either handles what it was sent and goes on, or closes the
	 * session.
	 */
	void expectHandledOrClosed() {
		String id = Integer.toString(IDS.incrementAndGet());
		send("2" + id + "[\"message-with-ack\"]");
		Message answer = Message.text("3" + id + "[]");
		assertThat(this.connection.awaitCloseOr(answer)).isTrue();
	}

	boolean isClosed() {
		return this.connection.isClosed();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
