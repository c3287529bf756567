package dev.socketio.interop.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;

/**
 * Clients that emit an event, wait for its acknowledgement, and emit the next one; in
 * turns to a reactive and to a blocking listener.
 */
final class WellBehavedClients implements AutoCloseable {

	private static final Duration PAUSE = Duration.ofMillis(20);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final List<WebSocketConnection> connections = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private final List<Long> roundTrips = new ArrayList<>();

	private final List<String> failures = new ArrayList<>();

	private volatile boolean over;

	WellBehavedClients(TestServer server, int count) {
		for (int i = 0; i < count; i++) {
			WebSocketConnection connection = WebSocketConnection.open(server, Mount.SOCKET_IO.webSocket());
			this.connections.add(connection);
			connection.sendText("40");
			await(connection, "40");
		}
		for (WebSocketConnection connection : this.connections) {
			Thread thread = new Thread(() -> run(connection), "well-behaved client");
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	private void run(WebSocketConnection connection) {
		try {
			for (int id = 0; !this.over; id++) {
				long start = System.nanoTime();
				String event = (id % 2 == 0) ? "echo" : "blocking-echo";
				connection.sendText("42" + id + "[\"" + event + "\",\"text " + id + "\"]");
				String answer = await(connection, "43");
				if (!answer.equals("43" + id + "[\"text " + id + "\"]")) {
					throw new AssertionError("Wrong acknowledgement: " + answer);
				}
				synchronized (this.roundTrips) {
					this.roundTrips.add(System.nanoTime() - start);
				}
				// an ordinary rate, not a load test
				Thread.sleep(PAUSE.toMillis());
			}
		}
		catch (Exception | AssertionError ex) {
			if (!this.over) {
				synchronized (this.roundTrips) {
					this.failures.add(ex.toString());
				}
			}
		}
	}

	private static String await(WebSocketConnection connection, String prefix) {
		while (true) {
			String packet = connection.receive(TIMEOUT).text();
			if (packet.startsWith(prefix)) {
				return packet;
			}
			if (packet.equals("2")) {
				connection.sendText("3");
			}
		}
	}

	/** Forget what was measured until now. */
	void reset() {
		synchronized (this.roundTrips) {
			this.roundTrips.clear();
		}
	}

	int count() {
		synchronized (this.roundTrips) {
			return this.roundTrips.size();
		}
	}

	/**
	 * The round trip that one of a hundred exceeds.
	 * @return the time, as measured since the last reset
	 */
	Duration slowest() {
		synchronized (this.roundTrips) {
			long[] sorted = this.roundTrips.stream().mapToLong(Long::longValue).sorted().toArray();
			return Duration.ofNanos(sorted[(int) Math.ceil(sorted.length * 0.99) - 1]);
		}
	}

	List<String> failures() {
		synchronized (this.roundTrips) {
			return List.copyOf(this.failures);
		}
	}

	@Override
	public void close() {
		this.over = true;
		this.connections.forEach(WebSocketConnection::close);
	}

}
