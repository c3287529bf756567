package dev.socketio.autoconfigure.mongo;

import dev.socketio.adapter.mongo.MongoOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that are not set have the defaults of the adapter.
 */
class MongoDefaultPropertiesTests {

	@Test
	void adapter() {
		assertThat(new SocketIOMongoProperties().toOptions()).usingRecursiveComparison()
			.isEqualTo(MongoOptions.DEFAULT);
	}

}
