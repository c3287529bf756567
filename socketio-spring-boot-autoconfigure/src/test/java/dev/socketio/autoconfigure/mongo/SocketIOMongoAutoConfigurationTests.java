package dev.socketio.autoconfigure.mongo;

import java.time.Duration;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.cluster.ClusterMember;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.mongo.MongoAdapterFactory;
import dev.socketio.adapter.mongo.MongoConnection;
import dev.socketio.adapter.mongo.MongoOptions;
import dev.socketio.autoconfigure.SocketIOEmitterAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOMemoryAdapterAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestMongo;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOMongoAdapterAutoConfiguration} and what belongs to it.
 */
class SocketIOMongoAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(JacksonAutoConfiguration.class,
			MongoReactiveAutoConfiguration.class, SocketIOMemoryAdapterAutoConfiguration.class,
			SocketIOMongoAdapterAutoConfiguration.class, SocketIOMongoEmitterAutoConfiguration.class,
			SocketIOMongoHealthAutoConfiguration.class, SocketIOServerAutoConfiguration.class,
			SocketIOEmitterAutoConfiguration.class);

	private final TestMongo mongo = TestMongo.start();

	private final ReactiveWebApplicationContextRunner servers = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("socketio.adapter.type=mongo", "spring.mongodb.uri=" + this.mongo.uri(),
				"socketio.adapter.mongo.database=app", "socketio.adapter.mongo.collection=events",
				"socketio.adapter.mongo.add-created-at-field=true");

	private final ApplicationContextRunner emitters = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("socketio.adapter.type=mongo", "spring.mongodb.uri=" + this.mongo.uri(),
				"socketio.adapter.mongo.add-created-at-field=true");

	@AfterEach
	void stop() {
		this.mongo.close();
	}

	@Test
	void serversUseTheCollection() {
		this.servers.run((context) -> {
			assertThat(context).hasSingleBean(MongoConnection.class)
				.hasSingleBean(ClusterStatistics.class)
				.hasSingleBean(SocketIOEmitter.class);
			assertThat(context.getBean(AdapterFactory.class)).isInstanceOf(MongoAdapterFactory.class);
			assertThat(context.getBean(SocketIOEmitter.class)).isNotInstanceOf(ClusterEmitter.class);
			SocketIOServer server = context.getBean(SocketIOServer.class);
			assertThat(server.of("/").adapter()).isInstanceOf(ClusterMember.class);
			assertThat(server.of("/").adapter().describe()).isEqualTo("mongo adapter (app.events)");
			assertThat(context.getBean("socketIOMongoHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP);
			context.getBean(SocketIOEmitter.class).emit("hello").block(TIMEOUT);
			assertThat(documents("app", "events")).anyMatch((document) -> document.getInteger("type") == 3
					&& document.containsKey("createdAt") && !"emitter".equals(document.getString("uid")));
		});
	}

	private Iterable<Document> documents(String database, String collection) {
		try (MongoClient client = MongoClients.create(this.mongo.uri())) {
			return Flux.from(client.getDatabase(database).getCollection(collection).find())
				.collectList()
				.blockOptional(TIMEOUT)
				.orElseThrow();
		}
	}

	@Test
	void processesWithoutAServerEmitOnly() {
		this.emitters.run((context) -> {
			assertThat(context).doesNotHaveBean(SocketIOServer.class).hasNotFailed();
			assertThat(context.getBean(SocketIOEmitter.class)).isInstanceOf(ClusterEmitter.class);
			context.getBean(SocketIOEmitter.class).emit("hello").block(TIMEOUT);
			assertThat(documents("test", "socket.io-adapter-events")).singleElement()
				.satisfies((document) -> assertThat(document.getString("uid")).isEqualTo("emitter"));
			assertThat(context.getBean("socketIOMongoHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP);
		});
	}

	@Test
	void theDatabaseOfTheConnectionIsTheDefault() {
		String uri = this.mongo.uri().replace("/?", "/mine?");
		this.emitters.withPropertyValues("spring.mongodb.uri=" + uri).run((context) -> {
			context.getBean(SocketIOEmitter.class).emit("hello").block(TIMEOUT);
			assertThat(documents("mine", "socket.io-adapter-events")).hasSize(1);
		});
	}

	@Test
	void theHealthCanBeTurnedOff() {
		this.emitters.withPropertyValues("management.health.socketio-mongo.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
		this.emitters.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void otherTypesAreLeftAlone() {
		this.servers.withPropertyValues("socketio.adapter.type=memory")
			.run((context) -> assertThat(context).doesNotHaveBean(MongoConnection.class));
		this.servers.withBean(AdapterFactory.class, () -> InMemoryAdapter::new)
			.run((context) -> assertThat(context).doesNotHaveBean(MongoAdapterFactory.class).hasNotFailed());
	}

	@Test
	void optionsAreThoseOfTheProperties() {
		SocketIOMongoProperties properties = new SocketIOMongoProperties();
		assertThat(properties.toOptions()).usingRecursiveComparison().isEqualTo(MongoOptions.DEFAULT);
		properties.setHeartbeatInterval(Duration.ofSeconds(1));
		properties.setHeartbeatTimeout(Duration.ofSeconds(3));
		properties.setRequestTimeout(Duration.ofSeconds(2));
		properties.setMaxPendingPublications(7);
		properties.setAddCreatedAtField(true);
		assertThat(properties.toOptions()).usingRecursiveComparison()
			.isEqualTo(MongoOptions.builder()
				.heartbeatInterval(Duration.ofSeconds(1))
				.heartbeatTimeout(Duration.ofSeconds(3))
				.requestTimeout(Duration.ofSeconds(2))
				.maxPendingPublications(7)
				.addCreatedAtField(true)
				.build());
	}

	@ParameterizedTest
	@CsvSource({ "heartbeat-interval,0s", "heartbeat-timeout,5s", "request-timeout,-1s", "time-to-live,10ms",
			"capped-size,0B", "max-pending-publications,0", "heartbeat-interval,107000d", "heartbeat-timeout,107000d",
			"request-timeout,107000d", "time-to-live,107000d" })
	void invalidPropertiesAreRefused(String name, String value) {
		this.emitters.withPropertyValues("socketio.adapter.mongo." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(error) -> assertThat(error.getName()).isEqualTo("socketio.adapter.mongo." + name)));
	}

	@Test
	void aMissingClientIsExplained() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
					SocketIOMongoAdapterAutoConfiguration.class, SocketIOServerAutoConfiguration.class))
			.withPropertyValues("socketio.adapter.type=mongo")
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.contains("needs one bean of type " + MongoClient.class.getName()));
	}

	@Test
	void aMongoThatIsNotThereIsExplained() {
		this.mongo.close();
		this.servers.withPropertyValues("spring.mongodb.uri=" + TestMongo.uri(this.mongo.port()))
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.contains("MongoDB cannot be used by the adapter"));
	}

	@Test
	void aMissingPermissionToInsertIsExplained() {
		this.mongo.refuse("insert", 13);
		this.servers.run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("insert is refused");
			assertThat(analysis.getAction()).contains("permission to read, to insert and to watch");
		});
	}

	@Test
	void aMissingPermissionToWatchIsExplained() {
		this.mongo.refuse("aggregate", 13);
		this.servers.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
			.contains("aggregate is refused"));
	}

	@Test
	void aMongoWithoutReplicaSetIsExplained() {
		this.mongo.refuseChangeStreams();
		this.servers.run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("neither a replica set nor a sharded cluster");
			assertThat(analysis.getAction()).contains("rs.initiate()");
		});
	}

	private static FailureAnalysis analysis(Throwable failure) {
		FailureAnalysis analysis = new MongoAdapterFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
