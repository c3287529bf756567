package dev.socketio.benchmarks.soak;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * A session over polling or WebSocket. Answers pings, and questions now and then, while
 * it waits for something. Used by one thread.
 */
final class Client implements Closeable {

	private static final String SEPARATOR = "\u001e";

	private final int port;

	private final Random random;

	private final Queue<String> received = new ArrayDeque<>();

	private final String sid;

	private Wire wire;

	private boolean webSocket;

	private @Nullable String lastOffset;

	private Client(int port, Random random, boolean webSocket) throws IOException {
		this.port = port;
		this.random = random;
		this.webSocket = webSocket;
		this.wire = new Wire(port);
		try {
			String open;
			if (webSocket) {
				this.wire.upgrade(target(""));
				String packet = this.wire.receive(30_000);
				open = (packet != null) ? packet : "";
			}
			else {
				open = this.wire.exchange("GET", target(""), "");
			}
			this.sid = field(open, "sid");
		}
		catch (IOException | RuntimeException ex) {
			this.wire.close();
			throw ex;
		}
	}

	static Client webSocket(int port, Random random) throws IOException {
		return new Client(port, random, true);
	}

	static Client polling(int port, Random random) throws IOException {
		return new Client(port, random, false);
	}

	Wire wire() {
		return this.wire;
	}

	boolean isWebSocket() {
		return this.webSocket;
	}

	/** The offset of the last event that this client has got. */
	@Nullable String lastOffset() {
		return this.lastOffset;
	}

	private String target(String sid) {
		return "/socket.io/?EIO=4&transport=" + (this.webSocket ? "websocket" : "polling")
				+ (sid.isEmpty() ? "" : "&sid=" + sid);
	}

	/**
	 * Open a WebSocket for this session and probe it; go over to it if that is wanted.
	 */
	void upgrade(boolean complete) throws IOException {
		this.webSocket = true;
		Wire next = new Wire(this.port);
		try {
			next.upgrade(target(this.sid));
			next.send(false, "2probe");
			String answer = next.receive(10_000);
			if (complete && "3probe".equals(answer)) {
				// a pending GET would be answered now, but there is none
				next.send(false, "5");
				this.wire.close();
				this.wire = next;
				return;
			}
		}
		catch (IOException ex) {
			next.close();
			throw ex;
		}
		this.webSocket = false;
		next.reset();
	}

	void send(String... packets) throws IOException {
		if (this.webSocket) {
			this.wire.send(false, packets);
		}
		else {
			this.wire.exchange("POST", target(this.sid), String.join(SEPARATOR, packets));
		}
	}

	/** Join a namespace, and return the answer. */
	String join(String namespace, String auth) throws IOException {
		send("40" + namespace + auth);
		return await(10_000, "40" + namespace, "44" + namespace);
	}

	/**
	 * Wait for a packet. Others are dropped, after what they ask for was done.
	 * @return the packet, empty if none has arrived in time
	 */
	String await(int millis, String... prefixes) throws IOException {
		long deadline = System.nanoTime() + millis * 1_000_000L;
		while (true) {
			String packet = this.received.poll();
			if (packet == null) {
				int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
				if (left <= 0 || !read(left)) {
					return "";
				}
				continue;
			}
			handle(packet);
			for (String prefix : prefixes) {
				if (packet.startsWith(prefix)) {
					return packet;
				}
			}
		}
	}

	private boolean read(int millis) throws IOException {
		if (this.webSocket) {
			String packet = this.wire.receive(millis);
			return packet != null && this.received.add(packet);
		}
		return this.received.addAll(List.of(this.wire.exchange("GET", target(this.sid), "").split(SEPARATOR)));
	}

	private void handle(String packet) throws IOException {
		if (packet.equals("2")) {
			send("3");
		}
		else if (packet.equals("1") || packet.startsWith("41")) {
			throw new IOException("closed by the server");
		}
		else if (packet.startsWith("42")) {
			int start = packet.indexOf('[');
			String head = packet.substring(2, start);
			if (packet.startsWith("[\"question\"", start)) {
				// some are never answered
				if (this.random.nextInt(3) > 0) {
					send("43" + head + "[\"answer\"]");
				}
			}
			else if (packet.endsWith("\"]")) {
				int quote = packet.lastIndexOf('"', packet.length() - 3);
				this.lastOffset = packet.substring(quote + 1, packet.length() - 2);
			}
		}
	}

	/** The value of a text field of an object. */
	static String field(String json, String name) throws IOException {
		int start = json.indexOf("\"" + name + "\":\"");
		if (start < 0) {
			throw new IOException("No " + name + " in " + json);
		}
		start += name.length() + 4;
		return json.substring(start, json.indexOf('"', start));
	}

	@Override
	public void close() throws IOException {
		try (Wire open = this.wire) {
			if (this.webSocket) {
				open.send(true);
			}
			else {
				send("1");
			}
		}
	}

}
