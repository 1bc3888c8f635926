// Whole slides, a process a shard:
//   nextflow run slides.nf --slides /data/slides --output /data/out --shards 40 [-profile slurm]
// Results lie in --output, which every process writes its own part of; -resume goes on.
nextflow.enable.dsl = 2

params.slides = null
params.output = null
params.shards = 4
params.options = ''

process classify {
    cpus 8
    memory '4 GB'
    // Exit code 1 says that slides are at fault, which the table names.
    errorStrategy { task.attempt < 3 ? 'retry' : 'terminate' }

    input:
    val shard

    output:
    val shard

    script:
    """
    msmv slides '${params.slides}' --output '${params.output}' --shard ${shard}/${params.shards} \\
        --threads ${task.cpus} --resume ${params.options} || [ \$? -eq 1 ]
    test -e '${params.output}/slides.${shard}-of-${params.shards}.csv'
    """
}

process merge {
    input:
    val shards

    output:
    path 'slides.csv'

    script:
    """
    msmv slides merge '${params.output}'
    cp '${params.output}/slides.csv' slides.csv
    """
}

workflow {
    if (!params.slides || !params.output) {
        error 'wanted: --slides FOLDER --output FOLDER'
    }
    merge(classify(Channel.of(1..(params.shards as int))).collect())
}
