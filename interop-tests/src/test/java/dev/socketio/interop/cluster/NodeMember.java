package dev.socketio.interop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A Node.js server that is a member of a cluster. It ends with its standard input.
 */
final class NodeMember implements AutoCloseable {

	private final Process process;

	private final String port;

	private NodeMember(Process process, String port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a server and wait until it listens.
	 * @param options the options of the script, as JSON
	 * @return the server
	 */
	static NodeMember start(String options) {
		try {
			Process process = new ProcessBuilder("node", "cluster-server.js", options)
				.directory(Path.of("src", "test", "node").toFile())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			BufferedReader lines = process.inputReader();
			@Nullable String port = lines.readLine();
			if (port == null) {
				throw new IllegalStateException("The Node.js server has not started");
			}
			return new NodeMember(process, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Node.js cannot be run", ex);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
