package io.lapwing.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// How the strictness of [Json] is asked of Jackson.
final class JsonRules {
    private static final int NUMBER_LIMIT_CHARS = 64;

    private JsonRules() {}

    static JsonMapper mapper(
            JacksonModule forms, UnaryOperator<String> names, boolean refuseUnknown) {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(constraints())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        return strict(JsonMapper.builder(factory), forms, names, refuseUnknown).build();
    }

    static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(Json.DEPTH_LIMIT)
                .maxStringLength(Json.TEXT_LIMIT_CHARS)
                .maxNameLength(Json.NAME_LIMIT_CHARS)
                .maxNumberLength(NUMBER_LIMIT_CHARS)
                .build();
    }

    static <B extends MapperBuilder<?, B>> B strict(
            B builder, JacksonModule forms, UnaryOperator<String> names, boolean refuseUnknown) {
        return builder.addModule(forms)
                .annotationIntrospector(new Components())
                .propertyNamingStrategy(new Names(names))
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, refuseUnknown)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .withCoercionConfig(
                        LogicalType.Textual,
                        c ->
                                c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                        .setCoercion(
                                                CoercionInputShape.Boolean, CoercionAction.Fail))
                .changeDefaultPropertyInclusion(
                        v -> v.withValueInclusion(JsonInclude.Include.NON_ABSENT));
    }

    /// Whether a component may be absent follows from its type; names come from [JsonName].
    private static final class Components extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable PropertyName findNameForSerialization(
                MapperConfig<?> config, Annotated annotated) {
            PropertyName name = named(annotated);
            return name != null ? name : super.findNameForSerialization(config, annotated);
        }

        @Override
        public @Nullable PropertyName findNameForDeserialization(
                MapperConfig<?> config, Annotated annotated) {
            PropertyName name = named(annotated);
            return name != null ? name : super.findNameForDeserialization(config, annotated);
        }

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member instanceof AnnotatedParameter parameter
                    ? Boolean.valueOf(!mayBeAbsent(parameter))
                    : super.hasRequiredMarker(config, member);
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
            if (!(annotated instanceof AnnotatedParameter parameter)) {
                return super.findSetterInfo(config, annotated);
            }
            Nulls value = mayBeAbsent(parameter) ? Nulls.SET : Nulls.FAIL;
            return JsonSetter.Value.construct(value, Nulls.FAIL);
        }

        private static @Nullable PropertyName named(Annotated annotated) {
            JsonName name = annotated.getAnnotation(JsonName.class);
            return name == null ? null : PropertyName.construct(name.value());
        }

        private static boolean mayBeAbsent(AnnotatedParameter parameter) {
            Class<?> type = parameter.getRawType();
            if (type == Optional.class || type == OptionalInt.class || type == OptionalLong.class) {
                return true;
            }
            if (!(parameter.getOwner().getAnnotated() instanceof Executable executable)) {
                return false;
            }
            AnnotatedType[] types = executable.getAnnotatedParameterTypes();
            return types[parameter.getIndex()].isAnnotationPresent(Nullable.class);
        }
    }

    /// Field names from component names.
    private static final class Names extends PropertyNamingStrategy {
        private static final long serialVersionUID = 1L;
        private final transient UnaryOperator<String> fromComponent;

        Names(UnaryOperator<String> fromComponent) {
            this.fromComponent = fromComponent;
        }

        @Override
        public String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
            return fromComponent.apply(name);
        }

        @Override
        public String nameForGetterMethod(
                MapperConfig<?> config, AnnotatedMethod method, String name) {
            return fromComponent.apply(name);
        }

        @Override
        public String nameForConstructorParameter(
                MapperConfig<?> config, AnnotatedParameter parameter, String name) {
            return fromComponent.apply(name);
        }
    }
}
