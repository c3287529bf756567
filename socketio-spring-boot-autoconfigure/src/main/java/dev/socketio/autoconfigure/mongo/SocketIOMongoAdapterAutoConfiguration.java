package dev.socketio.autoconfigure.mongo;

import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoClient;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.mongo.MongoAdapterFactory;
import dev.socketio.adapter.mongo.MongoConnection;
import dev.socketio.adapter.mongo.UnsupportedMongoException;
import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration for adapters that carry events between servers over a collection of
 * a MongoDB, with the application's own client.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOServerAutoConfiguration.class,
		afterName = "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration")
@ConditionalOnClass({ MongoAdapterFactory.class, MongoClient.class, MongoConnectionDetails.class })
@ConditionalOnProperty(name = "socketio.adapter.type", havingValue = "mongo")
@EnableConfigurationProperties(SocketIOMongoProperties.class)
public final class SocketIOMongoAdapterAutoConfiguration {

	/** The default of Spring Boot. */
	private static final String DEFAULT_DATABASE = "test";

	@Bean
	@ConditionalOnMissingBean
	MongoConnection socketIOMongoConnection(ObjectProvider<MongoClient> clients,
			ObjectProvider<MongoConnectionDetails> details, SocketIOMongoProperties properties,
			ObjectProvider<JsonMapper> mappers) {
		MongoClient client = clients.getIfUnique();
		if (client == null) {
			throw new MongoAdapterException(
					"'socketio.adapter.type=mongo' needs one bean of type " + MongoClient.class.getName() + ".",
					"Configure the connection with 'spring.mongodb.*' and do not exclude "
							+ "MongoReactiveAutoConfiguration, or declare a reactive MongoClient, marked as primary "
							+ "if there are several.",
					null);
		}
		return MongoConnection.open(client, database(properties, details.getIfAvailable()), properties.toOptions(),
				mappers.getIfAvailable(() -> JsonMapper.builder().build()));
	}

	private static String database(SocketIOMongoProperties properties, @Nullable MongoConnectionDetails details) {
		String database = properties.getDatabase();
		if (database == null && details != null) {
			database = details.getConnectionString().getDatabase();
		}
		return (database != null) ? database : DEFAULT_DATABASE;
	}

	/** Lazy, because it reads: a process without a server must not. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory(MongoConnection connection) {
		try {
			return MongoAdapterFactory.open(connection);
		}
		catch (UnsupportedMongoException ex) {
			throw new MongoAdapterException(ex.getMessage() + ".",
					"Start MongoDB as a replica set, which may have a single member: run it with '--replSet rs0' "
							+ "and call 'rs.initiate()' once.",
					ex);
		}
		catch (MongoException ex) {
			throw new MongoAdapterException("MongoDB cannot be used by the adapter: " + ex.getMessage(),
					"Start MongoDB, or correct 'spring.mongodb.*'. The user needs the permission to read, to insert "
							+ "and to watch the collection. The adapter needs a connection when the application "
							+ "starts; later it does without for a while.",
					ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterStatistics socketIOClusterStatistics(MongoConnection connection) {
		return connection.statistics();
	}

	@Bean
	SocketIOMongoLifecycle socketIOMongoLifecycle(MongoConnection connection) {
		return new SocketIOMongoLifecycle(connection);
	}

}
