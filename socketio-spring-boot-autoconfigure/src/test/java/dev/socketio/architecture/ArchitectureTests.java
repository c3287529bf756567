package dev.socketio.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between packages of the library modules. This module is the lowest one that
 * sees them all.
 */
class ArchitectureTests {

	private static final String[] CORE = { "dev.socketio.protocol..", "dev.socketio.engine..", "dev.socketio.server..",
			"dev.socketio.adapter..", "dev.socketio.emitter..", "dev.socketio.internal.." };

	private static final String[] SPRING = { "dev.socketio.web..", "dev.socketio.listener.." };

	private static final String AUTOCONFIGURE = "dev.socketio.autoconfigure..";

	private static final JavaClasses LIBRARY = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("/dev/socketio/testsupport/"))
		.importPackages("dev.socketio");

	@ParameterizedTest
	@CsvSource({ "dev.socketio.internal.., dev.socketio.internal..",
			"dev.socketio.protocol, dev.socketio.protocol|dev.socketio.internal..",
			"dev.socketio.protocol.codec.., dev.socketio.protocol..|dev.socketio.internal..",
			"dev.socketio.engine.., dev.socketio.engine..|dev.socketio.internal..",
			"dev.socketio.adapter, dev.socketio.adapter..|dev.socketio.protocol..|dev.socketio.internal..",
			"dev.socketio.adapter.cluster.., dev.socketio.adapter..|dev.socketio.protocol..|dev.socketio.internal..",
			"dev.socketio.adapter.mongo.., dev.socketio.adapter..|dev.socketio.protocol..|dev.socketio.emitter..|dev.socketio.internal..",
			"dev.socketio.adapter.redis.., dev.socketio.adapter..|dev.socketio.protocol..|dev.socketio.emitter..|dev.socketio.internal..",
			"dev.socketio.adapter.redis.internal.., dev.socketio.adapter.redis.internal..|dev.socketio.adapter.cluster..|dev.socketio.internal.." })
	void lowPackagesDependOnFewOthers(String from, String allowed) {
		noClasses().that(resideInAPackage(from))
			.should()
			.dependOnClassesThat(resideInAPackage("dev.socketio..")
				.and(DescribedPredicate.not(resideInAnyPackage(allowed.split("\\|")))))
			.check(LIBRARY);
	}

	@Test
	void coreKnowsNothingOfSpring() {
		noClasses().that(resideInAnyPackage(CORE))
			.should()
			.dependOnClassesThat(resideInAPackage("org.springframework.."))
			.check(LIBRARY);
	}

	@Test
	void coreKnowsNothingOfHigherModules() {
		noClasses().that(resideInAnyPackage(CORE))
			.should()
			.dependOnClassesThat(resideInAnyPackage(SPRING).or(resideInAPackage(AUTOCONFIGURE)))
			.check(LIBRARY);
	}

	@Test
	void springModuleKnowsNothingOfSpringBoot() {
		noClasses().that(resideInAnyPackage(SPRING))
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.boot..", AUTOCONFIGURE))
			.check(LIBRARY);
	}

	@Test
	void everyClassBelongsToAKnownPart() {
		classes().should()
			.resideInAnyPackage(CORE)
			.orShould()
			.resideInAnyPackage(SPRING)
			.orShould()
			.resideInAPackage(AUTOCONFIGURE)
			.check(LIBRARY);
	}

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching("dev.socketio.(**)").should().beFreeOfCycles().check(LIBRARY);
	}

	@Test
	void packagesAreNullMarked() {
		assertThat(LIBRARY.stream().map(JavaClass::getPackage).distinct())
			.allMatch((candidate) -> candidate.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void namesSayWhatAClassDoes() {
		noClasses().should().haveSimpleNameEndingWith("Utils").check(LIBRARY);
		noClasses().should().haveSimpleNameEndingWith("Helper").check(LIBRARY);
		noClasses().should().haveSimpleNameEndingWith("Manager").check(LIBRARY);
		noClasses().should().haveSimpleNameEndingWith("Impl").check(LIBRARY);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(LIBRARY);
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		classes().that().areAnnotatedWith(AutoConfiguration.class).should(haveNoPublicMembers()).check(LIBRARY);
	}

	@Test
	void conditionsOnClassesAreNotOnBeanMethods() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.because("the method's return type is loaded before its conditions are evaluated")
			.check(LIBRARY);
	}

	/**
	 * The default constructor, which is as visible as its class, does not count.
	 */
	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				for (JavaMember member : item.getMembers()) {
					if (member.getModifiers().contains(JavaModifier.PUBLIC)
							&& !member.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)) {
						events.add(SimpleConditionEvent.violated(item, member.getDescription() + " is public"));
					}
				}
			}

		};
	}

}
