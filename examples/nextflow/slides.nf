// Whole slides, a process a shard:
//   nextflow run slides.nf --slides /data/slides --output /data/out --shards 40 [-profile slurm]
// Results lie in --output, which every process writes its own part of; -resume goes on. Options of
// `msmv slides` may be added: --options='--features --mpp 0.25'.
nextflow.enable.dsl = 2

params.slides = null
params.output = null
params.shards = 4
params.cpus = 8
params.options = ''

process classify_shard {
    cpus { params.cpus as int }
    memory '4 GB'
    // Exit code 1 says that slides are at fault, which the table names.
    errorStrategy { task.attempt < 3 ? 'retry' : 'terminate' }

    input:
    tuple val(shard), val(slides), val(output)

    output:
    val output

    script:
    """
    msmv slides '${slides}' --output '${output}' --shard ${shard}/${params.shards} \\
        --threads ${task.cpus} --resume ${params.options} || [ \$? -eq 1 ]
    test -e '${output}/slides.${shard}-of-${params.shards}.csv'
    """
}

process merge_shards {
    input:
    val output

    output:
    path 'slides.csv'

    script:
    """
    msmv slides merge '${output}' || [ \$? -eq 1 ]
    cp '${output}/slides.csv' slides.csv
    """
}

workflow {
    if (!params.slides || !params.output) {
        error 'wanted: --slides FOLDER --output FOLDER'
    }
    // A process has a folder of its own: names from here would lead nowhere.
    def slides = file(params.slides, glob: false).toAbsolutePath().toString()
    def output = file(params.output, glob: false).toAbsolutePath().toString()
    shards = Channel.of(1..(params.shards as int)).map { shard -> tuple(shard, slides, output) }
    merge_shards(classify_shard(shards).collect().map { outputs -> outputs[0] })
}
