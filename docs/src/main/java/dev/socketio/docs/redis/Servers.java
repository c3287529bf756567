package dev.socketio.docs.redis;

import dev.socketio.adapter.redis.RedisAdapter;
import dev.socketio.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Servers {

	private static final Logger logger = LoggerFactory.getLogger(Servers.class);

	void talk(SocketIOServer server) {
		// tag::events[]
		server.of("/").onServerSide("uptime", (args, ack) -> ack.send(System.nanoTime())); // <1>
		server.of("/")
			.serverSideEmitWithAck("uptime") // <2>
			.subscribe((answers) -> logger.info("{} other servers", answers.size()));
		// end::events[]
	}

	void look(SocketIOServer server) {
		// tag::adapter[]
		RedisAdapter adapter = (RedisAdapter) server.of("/").adapter();
		logger.info("This is {}, channels start with {}", adapter.uid(), adapter.prefix()); // <1>
		adapter.errors().subscribe((error) -> logger.warn("Other servers may miss something", error)); // <2>
		// end::adapter[]
	}

}
