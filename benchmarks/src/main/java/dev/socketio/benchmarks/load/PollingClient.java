package dev.socketio.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A client on HTTP long-polling, in the main namespace: one connection for what it
 * receives, one for what it sends.
 */
final class PollingClient {

	private static final String PATH = "/socket.io/?EIO=4&transport=polling";

	private final Scenario scenario;

	private final String argument;

	private final Runnable ready;

	private final HttpConnection incoming;

	private final HttpConnection outgoing;

	private String path = PATH;

	private int sent;

	private long began;

	private boolean uploaded;

	private boolean acknowledged;

	private boolean pinged;

	PollingClient(Scenario scenario, Target target, String argument, Runnable ready) {
		this.scenario = scenario;
		this.argument = argument;
		this.ready = ready;
		this.outgoing = new HttpConnection(scenario, target, () -> {
		});
		this.incoming = new HttpConnection(scenario, target, () -> get(this::opened));
	}

	/** Send an event and wait for both the answer and the acknowledgement. */
	void fire() {
		this.began = System.nanoTime();
		this.uploaded = false;
		this.acknowledged = false;
		get(this::received);
		String event = "42" + this.sent + "[\"echo-ack\"," + this.argument + "]";
		post(this.pinged ? "3\u001e" + event : event, (answer) -> {
			this.uploaded = true;
			next();
		});
		this.pinged = false;
	}

	void close() {
		this.incoming.close();
		this.outgoing.close();
	}

	private void opened(String answer) {
		int start = answer.indexOf("\"sid\":\"") + 7;
		this.path = PATH + "&sid=" + answer.substring(start, answer.indexOf('"', start));
		post("40", (ok) -> get((connected) -> {
			if (!connected.startsWith("40")) {
				this.scenario.fail("Unexpected packet " + connected, null);
			}
			this.ready.run();
		}));
	}

	private void received(String answer) {
		for (String packet : answer.split("\u001e")) {
			if (packet.equals("43" + this.sent + "[" + this.argument + "]")) {
				this.acknowledged = true;
			}
			else if (packet.equals("2")) {
				this.pinged = true;
			}
			else {
				this.scenario.fail("Unexpected packet " + packet, null);
			}
		}
		if (this.acknowledged) {
			next();
		}
		else {
			get(this::received);
		}
	}

	private void next() {
		if (this.uploaded && this.acknowledged) {
			this.sent++;
			this.scenario.done(this.began);
			if (this.scenario.isRunning()) {
				fire();
			}
		}
	}

	private void get(Consumer<String> answer) {
		this.incoming.request(this.path, null, answer);
	}

	private void post(String body, Consumer<String> answer) {
		this.outgoing.request(this.path, body.getBytes(StandardCharsets.US_ASCII), answer);
	}

}
