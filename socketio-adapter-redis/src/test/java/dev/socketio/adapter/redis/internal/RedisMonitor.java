package dev.socketio.adapter.redis.internal;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.awaitility.Awaitility.await;

/**
 * All commands that a Redis executes, of whatever connection.
 */
public final class RedisMonitor implements AutoCloseable {

	private final Socket socket;

	private final Socket teller;

	private int markers;

	private final List<Command> commands = new CopyOnWriteArrayList<>();

	public RedisMonitor(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.teller = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.ISO_8859_1));
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.ISO_8859_1));
		if (!"+OK".equals(lines.readLine())) {
			throw new IOException("Redis cannot be watched");
		}
		Thread reader = new Thread(() -> read(lines), "monitor");
		reader.setDaemon(true);
		reader.start();
	}

	private void read(BufferedReader lines) {
		try {
			String line = lines.readLine();
			while (line != null) {
				this.commands.add(parse(line));
				line = lines.readLine();
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	public List<Command> commands() {
		return this.commands;
	}

	/** Those with one of some names. */
	public List<Command> commands(String... names) {
		return this.commands.stream().filter((command) -> List.of(names).contains(command.name())).toList();
	}

	/** Forget what Redis has been told so far, also what has not been read here yet. */
	public void clear() {
		String marker = "marker" + this.markers++;
		try {
			this.teller.getOutputStream().write(("ECHO " + marker + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await().atMost(TestClients.TIMEOUT)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> commands("ECHO").stream().anyMatch((command) -> command.text(1).equals(marker)));
		this.commands.clear();
	}

	/** The arguments are quoted, and escaped as in C. */
	private static Command parse(String line) {
		List<byte[]> arguments = new ArrayList<>();
		int position = line.indexOf('"');
		while (position >= 0) {
			ByteArrayOutputStream argument = new ByteArrayOutputStream();
			position++;
			while (line.charAt(position) != '"') {
				char character = line.charAt(position++);
				if (character != '\\') {
					argument.write(character);
					continue;
				}
				char escaped = line.charAt(position++);
				switch (escaped) {
					case 'x' -> {
						argument.write(Integer.parseInt(line, position, position + 2, 16));
						position += 2;
					}
					case 'n' -> argument.write('\n');
					case 'r' -> argument.write('\r');
					case 't' -> argument.write('\t');
					case 'a' -> argument.write(7);
					case 'b' -> argument.write('\b');
					default -> argument.write(escaped);
				}
			}
			arguments.add(argument.toByteArray());
			position = line.indexOf('"', position + 1);
		}
		return new Command(arguments);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		this.teller.close();
	}

	/**
	 * A command.
	 *
	 * @param arguments its name and its arguments
	 */
	public record Command(List<byte[]> arguments) {

		public String name() {
			return text(0).toUpperCase(Locale.ROOT);
		}

		public int size() {
			return this.arguments.size();
		}

		public byte[] bytes(int index) {
			return this.arguments.get(index);
		}

		public String text(int index) {
			return new String(this.arguments.get(index), StandardCharsets.UTF_8);
		}

		@Override
		public String toString() {
			return this.arguments.stream().map((argument) -> new String(argument, StandardCharsets.UTF_8)).toList()
					+ "";
		}

	}

}
