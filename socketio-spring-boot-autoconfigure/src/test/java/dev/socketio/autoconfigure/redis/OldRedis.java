package dev.socketio.autoconfigure.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Answers like a Redis of version 6 that has only just been started.
 */
final class OldRedis implements AutoCloseable {

	private static final String INFO = "# Server\r\nredis_version:6.2.14\r\n";

	private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

	private OldRedis() throws IOException {
	}

	static OldRedis start() throws IOException {
		OldRedis redis = new OldRedis();
		thread(redis::accept);
		return redis;
	}

	int port() {
		return this.server.getLocalPort();
	}

	private static void thread(Runnable task) {
		Thread thread = new Thread(task, "old-redis");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket connection = this.server.accept();
				thread(() -> serve(connection));
			}
			catch (IOException ex) {
				if (!this.server.isClosed()) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	private static void serve(Socket connection) {
		try (connection;
				BufferedReader in = new BufferedReader(
						new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
				OutputStream out = connection.getOutputStream()) {
			for (String count = in.readLine(); count != null; count = in.readLine()) {
				out.write(answer(read(in, Integer.parseInt(count.substring(1)))).getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	private static List<String> read(BufferedReader in, int count) throws IOException {
		List<String> command = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			in.readLine();
			command.add(in.readLine());
		}
		return command;
	}

	private static String answer(List<String> command) {
		return switch (command.get(0).toUpperCase(Locale.ROOT)) {
			case "PING" -> "+PONG\r\n";
			case "INFO" -> "$" + INFO.length() + "\r\n" + INFO + "\r\n";
			default -> "-ERR unknown command\r\n";
		};
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
