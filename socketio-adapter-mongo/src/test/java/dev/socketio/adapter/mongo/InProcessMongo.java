package dev.socketio.adapter.mongo;

import java.net.InetSocketAddress;
import java.util.List;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;

/**
 * A server that speaks the wire protocol of MongoDB, with change streams. It has no
 * capped collections, removes nothing by itself and is no replica set.
 */
final class InProcessMongo implements AutoCloseable {

	private final Backend backend = new Backend();

	private final MongoServer server = new MongoServer(this.backend);

	private final InetSocketAddress address;

	InProcessMongo() {
		this.backend.version(new Version());
		this.server.enableOplog();
		this.address = this.server.bind();
	}

	int port() {
		return this.address.getPort();
	}

	String uri() {
		return uri(port());
	}

	static String uri(int port) {
		return "mongodb://127.0.0.1:" + port + "/?directConnection=true&serverSelectionTimeoutMS=2000";
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	private static final class Version implements MongoVersion {

		@Override
		public List<Integer> getVersionArray() {
			return List.of(5, 0, 0);
		}

		@Override
		public int getWireVersion() {
			return 13;
		}

	}

	private static final class Backend extends MemoryBackend {

		private static final int PAUSE_MILLIS = 5;

		@Override
		public Document handleCommand(Channel channel, String database, String command, Document query) {
			return switch (command) {
				case "hello" -> super.handleCommand(channel, database, "ismaster", query);
				case "create" -> super.handleCommand(channel, database, command, uncapped(query));
				case "getMore" -> getMore(channel, database, command, query);
				default -> super.handleCommand(channel, database, command, query);
			};
		}

		private static Document uncapped(Document query) {
			query.remove("capped");
			query.remove("size");
			query.remove("max");
			return query;
		}

		/** MongoDB waits for documents, this server does not. */
		private Document getMore(Channel channel, String database, String command, Document query) {
			Document answer = super.handleCommand(channel, database, command, query);
			if (answer.get("cursor") instanceof Document cursor && cursor.get("nextBatch") instanceof List<?> batch
					&& batch.isEmpty()) {
				pause();
				return super.handleCommand(channel, database, command, query);
			}
			return answer;
		}

		private static void pause() {
			try {
				Thread.sleep(PAUSE_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
