package dev.socketio.interop.official;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;

/**
 * The official Java client with what it has received. Values are shown as plain Java
 * ones: numbers as {@code double}, binary data as {@code "bytes:"} and hexadecimal
 * digits.
 */
class JavaClient implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Socket socket;

	private final BlockingQueue<String> transports = new LinkedBlockingQueue<>();

	private final AtomicInteger pings = new AtomicInteger();

	private final BlockingQueue<String> closures = new LinkedBlockingQueue<>();

	private JavaClient(Socket socket) {
		this.socket = socket;
		socket.io().on(Manager.EVENT_CLOSE, (args) -> this.closures.add(String.valueOf(args[0])));
		socket.io().on(Manager.EVENT_TRANSPORT, (args) -> created((Transport) args[0]));
	}

	/**
	 * Create a client that is not connected yet.
	 * @param url the URL with the namespace
	 * @param path the path of the endpoint
	 * @param transports the names of the transports
	 * @param auth the credentials, may be empty
	 * @return the client
	 */
	static JavaClient create(String url, String path, String[] transports, Map<String, String> auth) {
		IO.Options options = IO.Options.builder()
			.setForceNew(true)
			.setPath(path)
			.setTransports(transports)
			.setReconnectionDelay(50)
			.setAuth(auth.isEmpty() ? null : auth)
			.build();
		return new JavaClient(IO.socket(URI.create(url), options));
	}

	private void created(Transport transport) {
		this.transports.add(transport.name);
		transport.on(Transport.EVENT_PACKET, (args) -> {
			if (Packet.PING.equals(((Packet<?>) args[0]).type)) {
				this.pings.incrementAndGet();
			}
		});
	}

	JavaClient connect() {
		BlockingQueue<List<@Nullable Object>> connected = collect(Socket.EVENT_CONNECT);
		BlockingQueue<List<@Nullable Object>> failed = collect(Socket.EVENT_CONNECT_ERROR);
		this.socket.connect();
		if (take(connected) == null) {
			return fail("No connection: %s", failed);
		}
		return this;
	}

	/**
	 * Join another namespace over the connection of this client.
	 * @param namespace the namespace
	 * @return the other client
	 */
	JavaClient join(String namespace) {
		return new JavaClient(this.socket.io().socket(namespace)).connect();
	}

	Socket socket() {
		return this.socket;
	}

	/**
	 * Names of the transports that were used so far, and of those to come.
	 * @return the queue
	 */
	BlockingQueue<String> transports() {
		return this.transports;
	}

	/**
	 * Count the pings of the server.
	 * @return how many have come so far
	 */
	int pings() {
		return this.pings.get();
	}

	/**
	 * Why connections have ended, and those to come. The client cannot connect again
	 * while its connection is being closed: the end would be taken for that of the new
	 * one.
	 * @return the queue
	 */
	BlockingQueue<String> closures() {
		return this.closures;
	}

	/**
	 * Collect the arguments of an event from now on.
	 * @param event the name
	 * @return the queue
	 */
	BlockingQueue<List<@Nullable Object>> collect(String event) {
		BlockingQueue<List<@Nullable Object>> queue = new LinkedBlockingQueue<>();
		this.socket.on(event, (args) -> queue.add(plain(args)));
		return queue;
	}

	void emit(String event, Object... args) {
		this.socket.emit(event, args);
	}

	/**
	 * Emit an event and wait for its acknowledgement.
	 * @param event the name
	 * @param args the arguments
	 * @return the arguments of the acknowledgement
	 */
	List<@Nullable Object> ask(String event, Object... args) {
		CompletableFuture<List<@Nullable Object>> reply = new CompletableFuture<>();
		Object[] all = Arrays.copyOf(args, args.length + 1);
		all[args.length] = (Ack) (answer) -> reply.complete(plain(answer));
		this.socket.emit(event, all);
		try {
			return reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			return fail("No acknowledgement of " + event, ex);
		}
	}

	static <T> @Nullable T take(BlockingQueue<T> queue) {
		try {
			return queue.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static List<@Nullable Object> plain(Object... values) {
		List<@Nullable Object> list = new ArrayList<>();
		for (Object value : values) {
			list.add(plainValue(value));
		}
		return list;
	}

	private static @Nullable Object plainValue(@Nullable Object value) {
		if (value == null || value == JSONObject.NULL) {
			return null;
		}
		if (value instanceof Number number) {
			return number.doubleValue();
		}
		if (value instanceof byte[] data) {
			return "bytes:" + HexFormat.of().formatHex(data);
		}
		if (value instanceof JSONArray array) {
			List<@Nullable Object> list = new ArrayList<>();
			for (int i = 0; i < array.length(); i++) {
				list.add(plainValue(array.opt(i)));
			}
			return list;
		}
		if (value instanceof JSONObject object) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			for (Iterator<?> keys = object.keys(); keys.hasNext();) {
				String key = (String) keys.next();
				map.put(key, plainValue(object.opt(key)));
			}
			return map;
		}
		return value;
	}

	@Override
	public void close() {
		this.socket.disconnect();
	}

}
