package dev.socketio.benchmarks.soak;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Does one random thing after the other, each with a session of its own, until told to
 * stop.
 */
final class User implements Runnable {

	private static final List<String> NAMESPACES = List.of("", "", "/chat,", "/slow,", "/topic-a,", "/topic-b,",
			"/rejecting,");

	private final int port;

	private final Random random;

	private final Map<String, LongAdder> done;

	private volatile boolean over;

	User(int port, long seed, Map<String, LongAdder> done) {
		this.port = port;
		this.random = new Random(seed);
		this.done = done;
	}

	static Map<String, LongAdder> counters() {
		return new ConcurrentHashMap<>();
	}

	void stop() {
		this.over = true;
	}

	@Override
	public void run() {
		while (!this.over) {
			switch (this.random.nextInt(10)) {
				case 0, 1 -> attempt("conversation over WebSocket", () -> converse(webSocket()));
				case 2 -> attempt("conversation over polling", () -> converse(polling()));
				case 3 -> attempt("conversation with upgrade", this::upgrade);
				case 4, 5 -> attempt("connect and close", this::storm);
				case 6 -> attempt("namespaces", this::namespaces);
				case 7 -> attempt("recovery", this::recover);
				case 8 -> attempt("slow reader", this::readSlowly);
				default -> attempt("nonsense", this::nonsense);
			}
		}
	}

	private void attempt(String name, Activity activity) {
		try {
			activity.run();
			count(name);
		}
		catch (IOException ex) {
			// sessions end in every possible way here
			count(name + ", lost");
		}
		catch (InterruptedException ex) {
			this.over = true;
		}
	}

	private void count(String name) {
		this.done.computeIfAbsent(name, (key) -> new LongAdder()).increment();
	}

	private Client webSocket() throws IOException {
		return Client.webSocket(this.port, this.random);
	}

	private Client polling() throws IOException {
		return Client.polling(this.port, this.random);
	}

	private String namespace() {
		return NAMESPACES.get(this.random.nextInt(NAMESPACES.size()));
	}

	private String room() {
		return "room-" + this.random.nextInt(8);
	}

	private void converse(Client client) throws IOException, InterruptedException {
		try {
			String namespace = namespace();
			client.join(namespace, "");
			int steps = this.random.nextInt(25);
			for (int i = 0; i < steps && !this.over; i++) {
				step(client, namespace, i);
			}
		}
		catch (IOException ex) {
			client.wire().close();
			throw ex;
		}
		leave(client);
	}

	private void step(Client client, String namespace, int number) throws IOException, InterruptedException {
		switch (this.random.nextInt(11)) {
			case 0, 1 -> {
				client.send("42" + namespace + number + "[\"echo\"," + number + "]");
				client.await(5000, "43" + namespace + number);
			}
			case 2 -> client.send("42" + namespace + "[\"work\",1]", "42" + namespace + "[\"work\",2]");
			case 3 -> client.send("42" + namespace + "[\"join\",\"" + room() + "\"]");
			case 4 -> client.send("42" + namespace + "[\"leave\",\"" + room() + "\"]");
			case 5 -> client.send("42" + namespace + "[\"shout\",\"" + room() + "\"]");
			case 6 -> client.send("42" + namespace + "[\"ask\"," + this.random.nextBoolean() + "]");
			case 7 -> client.send("42" + namespace + "[\"ask-all\",\"" + room() + "\"]");
			case 8 -> client.send("42" + namespace + "[\"gather\",\"" + room() + "\",\"" + room() + "\"]");
			case 9 -> {
				if (this.random.nextInt(20) == 0) {
					client.send("42" + namespace + "[\"purge\",\"" + room() + "\"," + this.random.nextBoolean() + "]");
				}
			}
			// users think between two actions
			default -> Thread.sleep(this.random.nextInt(50));
		}
		if (client.isWebSocket()) {
			client.await(1 + this.random.nextInt(30), "none");
		}
	}

	/** End a session in one of the ways in which sessions end. */
	private void leave(Client client) throws IOException {
		switch (this.random.nextInt(5)) {
			case 0 -> client.wire().reset();
			case 1 -> client.wire().close();
			case 2 -> {
				client.send("41", "1");
				client.wire().close();
			}
			case 3 -> {
				client.wire().shutdownOutput();
				client.wire().close();
			}
			default -> client.close();
		}
	}

	private void upgrade() throws IOException, InterruptedException {
		Client client = polling();
		try {
			if (this.random.nextBoolean()) {
				client.join("", "");
			}
			client.upgrade(this.random.nextInt(4) > 0);
		}
		catch (IOException ex) {
			client.wire().close();
			throw ex;
		}
		converse(client);
	}

	/** Ask for namespaces and be gone before the server has read it. */
	private void storm() throws IOException {
		for (int i = 0; i < 10 && !this.over; i++) {
			if (this.random.nextInt(5) == 0) {
				legacy();
				continue;
			}
			Client client = webSocket();
			String namespace = namespace();
			switch (this.random.nextInt(4)) {
				case 0 -> {
					client.wire().send(true, "40" + namespace);
					client.wire().close();
				}
				case 1 -> {
					client.wire().send(false, "40" + namespace);
					client.wire().reset();
				}
				case 2 -> {
					client.wire().send(false, "40" + namespace, "42" + namespace + "[\"flood\",60]");
					client.wire().reset();
				}
				default -> {
					client.wire().send(false, "40" + namespace, "42" + namespace + "[\"ask\",false]", "41" + namespace);
					client.wire().close();
				}
			}
		}
	}

	/** Clients of Socket.IO 2 are in the main namespace without asking. */
	private void legacy() throws IOException {
		Wire wire = new Wire(this.port);
		wire.upgrade("/socket.io/?EIO=3&transport=websocket");
		wire.send(this.random.nextBoolean(), "40/chat,", "42[\"flood\",60]");
		wire.reset();
	}

	private void namespaces() throws IOException {
		try (Client client = webSocket()) {
			for (int i = 0; i < 10 && !this.over; i++) {
				String namespace = switch (this.random.nextInt(4)) {
					case 0 -> "/chat,";
					case 1 -> "/closed,";
					case 2 -> "/unknown,";
					default -> "/topic-" + this.random.nextInt(1000) + ",";
				};
				String answer = client.join(namespace, "");
				if (answer.startsWith("40")) {
					client.send("42" + namespace + "[\"join\",\"" + room() + "\"]", "42" + namespace + "[\"work\",1]",
							"41" + namespace);
				}
			}
		}
	}

	private void recover() throws IOException, InterruptedException {
		String auth = "";
		for (int i = 0; i < 3 && !this.over; i++) {
			Client client = webSocket();
			String answer = client.join("", auth);
			if (!answer.contains("\"pid\"")) {
				client.wire().reset();
				return;
			}
			String pid = Client.field(answer, "pid");
			client.send("42[\"join\",\"" + room() + "\"]", "42[\"shout\",\"" + room() + "\"]");
			client.await(100 + this.random.nextInt(200), "none");
			String offset = client.lastOffset();
			if (this.random.nextBoolean()) {
				client.wire().reset();
			}
			else {
				client.wire().close();
			}
			auth = "{\"pid\":\"" + pid + "\"" + ((offset != null) ? ",\"offset\":\"" + offset + "\"" : "") + "}";
			// now and then too late, or before the loss was noticed
			Thread.sleep(this.random.nextInt(10) > 0 ? this.random.nextInt(100) : 2500);
		}
	}

	private void readSlowly() throws IOException, InterruptedException {
		Client client = webSocket();
		try {
			client.join("", "");
			client.send("42[\"join\",\"" + room() + "\"]", "42[\"flood\"," + this.random.nextInt(400) + "]");
			// does not read meanwhile
			Thread.sleep(this.random.nextInt(1500));
			client.await(500, "none");
		}
		finally {
			client.wire().reset();
		}
	}

	private void nonsense() throws IOException, InterruptedException {
		Client client = webSocket();
		try {
			switch (this.random.nextInt(6)) {
				case 0 -> client.send("40", "40");
				case 1 -> client.send("40", "42[\"echo\"", "42[\"echo\",1]");
				case 2 -> client.send("42[\"echo\",1]");
				case 3 -> client.send("40", "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
				case 4 -> client.send("40", "40/chat,", "40/topic-x,", "9");
				default -> client.send("40{\"token\":\"t\"}", "4399[]", "42[\"unknown\",{}]");
			}
			client.await(this.random.nextInt(200), "none");
		}
		finally {
			client.wire().reset();
		}
	}

	/** Something that may end at any time. */
	private interface Activity {

		void run() throws IOException, InterruptedException;

	}

}
