package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.socketio.engine.session.FakeWebSocket;
import dev.socketio.engine.session.Loops;
import dev.socketio.engine.session.Requests;
import io.netty.channel.EventLoop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose clients sit on two event loops.
 */
final class ServerFixture implements AutoCloseable {

	final Loops loops = Loops.of(2);

	final EventLoop first = this.loops.next();

	final EventLoop second = this.loops.next();

	final SocketIOServer server;

	ServerFixture() {
		this((builder) -> builder);
	}

	ServerFixture(UnaryOperator<SocketIOServerBuilder> customizer) {
		this.server = customizer.apply(SocketIOServer.builder()).build();
	}

	/** A connection that has joined no namespace yet. */
	Client open(EventLoop loop) {
		return new Client(FakeWebSocket.open(this.server.endpoint(), loop, Requests.webSocket()));
	}

	Client open(String query) {
		return new Client(FakeWebSocket.open(this.server.endpoint(), this.first, Requests.request("GET", query)));
	}

	/** A client in the main namespace. */
	Client connect(EventLoop loop) {
		Client client = open(loop);
		client.send("0");
		settle();
		return client;
	}

	Client connect() {
		return connect(this.first);
	}

	/** The socket of a client in a namespace. */
	Socket socket(Client client, String namespace) {
		Socket socket = this.server.of(namespace).sockets().get(client.id());
		assertThat(socket).as("socket in " + namespace).isNotNull();
		return socket;
	}

	Socket socket(Client client) {
		return socket(client, "/");
	}

	void settle() {
		Loops.settle(this.first, this.second);
	}

	@Override
	public void close() {
		this.server.close().subscribe();
		settle();
		assertThat(this.server.engine().clientsCount()).isZero();
		assertThat(this.server.adapter().rooms()).isEmpty();
		assertThat(this.server.sockets()).isEmpty();
		this.loops.close();
	}

	/** The client's side of a connection; packets without the Engine.IO type. */
	final class Client {

		final FakeWebSocket webSocket;

		Client(FakeWebSocket webSocket) {
			this.webSocket = webSocket;
		}

		Client send(String packet) {
			this.webSocket.send("4" + packet);
			return this;
		}

		Client send(byte[] attachment) {
			this.webSocket.send(attachment);
			return this;
		}

		/** Everything but the opening packet. */
		List<String> received() {
			settle();
			List<String> packets = new ArrayList<>();
			for (String frame : this.webSocket.frames().subList(1, this.webSocket.frames().size())) {
				packets.add(frame.startsWith("4") ? frame.substring(1) : frame);
			}
			return packets;
		}

		/** Everything behind the answer to the first CONNECT. */
		List<String> events() {
			List<String> received = received();
			return received.subList(1, received.size());
		}

		/** The id of the last CONNECT answer. */
		String id() {
			String id = "";
			for (String packet : received()) {
				int start = packet.indexOf("{\"sid\":\"");
				if (packet.startsWith("0") && start >= 0) {
					id = packet.substring(start + 8, packet.indexOf('"', start + 8));
				}
			}
			return id;
		}

		boolean isClosed() {
			settle();
			return this.webSocket.isClosedByServer();
		}

		EventLoop loop() {
			return this.webSocket.loop();
		}

	}

}
