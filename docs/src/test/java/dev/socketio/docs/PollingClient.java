package dev.socketio.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of few words: sends and receives packets as they are on the wire.
 */
final class PollingClient {

	private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

	private static final String SEPARATOR = "\u001e";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Deque<String> received = new ArrayDeque<>();

	private final String endpoint;

	private final String[] headers;

	private String session = "";

	PollingClient(int port, String path, String... headers) {
		this.endpoint = "http://localhost:" + port + path + "?EIO=4&transport=polling";
		this.headers = headers;
	}

	static PollingClient connect(int port, String connect) {
		PollingClient client = new PollingClient(port, "/socket.io/");
		client.open();
		client.send(connect);
		client.receive();
		return client;
	}

	void open() {
		String body = get().body();
		Matcher sid = SID.matcher(body);
		if (!sid.find()) {
			throw new IllegalStateException("No session: " + body);
		}
		this.session = "&sid=" + sid.group(1);
	}

	/** Send a packet and return the next one. */
	String ask(String packet) {
		send(packet);
		return receive();
	}

	int send(String packet) {
		return exchange(request().POST(BodyPublishers.ofString(packet))).statusCode();
	}

	/** The next packet, other than a ping. */
	String receive() {
		while (this.received.isEmpty()) {
			Collections.addAll(this.received, get().body().split(SEPARATOR));
			if (this.received.remove("2")) {
				send("3");
			}
		}
		return this.received.remove();
	}

	HttpResponse<String> get() {
		return exchange(request().GET());
	}

	HttpResponse<String> preflight() {
		return exchange(request().method("OPTIONS", BodyPublishers.noBody()));
	}

	private HttpRequest.Builder request() {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.endpoint + this.session))
			.timeout(Duration.ofSeconds(10));
		return (this.headers.length > 0) ? request.headers(this.headers) : request;
	}

	private HttpResponse<String> exchange(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
