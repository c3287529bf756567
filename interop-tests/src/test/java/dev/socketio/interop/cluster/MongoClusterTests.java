package dev.socketio.interop.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.socketio.adapter.mongo.MongoConnection;
import dev.socketio.adapter.mongo.MongoEmitter;
import dev.socketio.adapter.mongo.MongoOptions;
import dev.socketio.interop.official.NodeScript;
import dev.socketio.testsupport.TestMongo;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two Java servers, a Node.js server and emitters of both that share a collection of a
 * MongoDB: each command is given to each of the servers, and their clients see the same.
 */
class MongoClusterTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final String DATABASE = "sio";

	private static final String COLLECTION = "events";

	private static final String ADAPTER = "{\"addCreatedAtField\":true}";

	@TestFactory
	Stream<DynamicTest> allCallsReachAllServers() {
		try (TestMongo mongo = TestMongo.start();
				MongoClient client = MongoClients.create(mongo.uri());
				MongoConnection connection = MongoConnection.open(client, DATABASE,
						MongoOptions.builder().addCreatedAtField(true).collection(COLLECTION).build(), MAPPER);
				JavaMember first = JavaMember.start(arguments(mongo));
				NodeMember second = NodeMember.start(node(mongo, "false"));
				JavaMember third = JavaMember.start(arguments(mongo))) {
			return NodeScript.of("cluster-client.js")
				.environment("KIND", "mongo")
				.environment("MONGO", mongo.uri())
				.environment("COLLECTION", COLLECTION)
				.environment("ADAPTER", ADAPTER)
				.commands((command) -> EmitterCommand.run(MongoEmitter.create(connection),
						MAPPER.readValue(command, Map.class)))
				.start(String.join(",", first.url(), second.url(), third.url()), "websocket");
		}
	}

	/**
	 * The Node.js server replays bytes as Base64 and nothing with an offset, and it
	 * misses what others have stored in the second of the last event.
	 */
	@TestFactory
	Stream<DynamicTest> connectionsAreRecovered() {
		try (TestMongo mongo = TestMongo.start();
				JavaMember first = JavaMember
					.start(arguments(mongo, "--socketio.connection-state-recovery.enabled=true"));
				NodeMember second = NodeMember.start(node(mongo, "{}"));
				JavaMember third = JavaMember
					.start(arguments(mongo, "--socketio.connection-state-recovery.enabled=true"))) {
			return NodeScript.of("cluster-recovery-client.js")
				.environment("EXACT", "0,2")
				.start(String.join(",", first.url(), second.url(), third.url()), "websocket");
		}
	}

	private static List<String> arguments(TestMongo mongo, String... more) {
		return Stream.concat(Stream.of("--socketio.adapter.type=mongo", "--spring.mongodb.uri=" + mongo.uri(),
				"--socketio.adapter.mongo.database=" + DATABASE, "--socketio.adapter.mongo.collection=" + COLLECTION,
				"--socketio.adapter.mongo.add-created-at-field=true"), Stream.of(more))
			.toList();
	}

	private static String node(TestMongo mongo, String recovery) {
		return "{\"kind\":\"mongo\",\"mongo\":\"%s\",\"collection\":\"%s\",\"recovery\":%s,\"adapter\":%s}"
			.formatted(mongo.uri(), COLLECTION, recovery, ADAPTER);
	}

}
